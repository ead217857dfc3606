"""Makes the screenshots of the READMEs: the review page with the samples of `outputs/`, in Debian's Chromium.

    pip install -e '.[browser]' && python docs/images/make.py [FOLDER]

They are put into FOLDER, by default beside this file. It needs chromium, chromedriver and a font with Chinese
characters (Debian: chromium, chromium-driver, fonts-noto-cjk).
"""

import json
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

OUTPUTS = Path(__file__).parents[2] / "outputs"
WIDTH, HEIGHT, QUALITY = 1280, 720, 90
# Seconds; the page works in one.
PATIENCE = 30
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--disable-lcd-text",
)

CHOOSE = "const row = document.getElementById(`row-${arguments[0]}-0`); row?.click(); return row !== null"
IS_SHOWN = """
    const counts = [...document.querySelectorAll(".count")].map((count) => count.textContent);
    const isCounted = !counts.some((count) => /[·…]/.test(count));
    return state.card?.row.id === arguments[0] && isCounted && document.fonts.status === "loaded";
"""


def main(folder: Path) -> None:
    """Make `review-en.webp` and `review-zh.webp` in a folder."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for switch in SWITCHES:
        options.add_argument(switch)
    driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
    try:
        for lang in ("en", "zh"):
            with TemporaryDirectory() as place:
                run = Path(shutil.copytree(OUTPUTS / f"sample-{lang}", Path(place) / f"sample-{lang}"))
                with reviewed(run, lang) as address:
                    picture = taken(driver, address, closest_call(run))
            path = folder / f"review-{lang}.webp"
            path.write_bytes(picture)
            print(f"{path}: {len(picture):,} bytes")
    finally:
        driver.quit()


def closest_call(run: Path) -> str:
    """Return the id of the near-duplicate that is least similar to an earlier instruction."""
    rows = map(json.loads, (run / "rejected.jsonl").read_text(encoding="utf-8").splitlines())
    found: str = min((row for row in rows if "similarity" in row), key=lambda row: row["similarity"])["id"]
    return found


@contextmanager
def reviewed(run: Path, lang: str) -> Iterator[str]:
    """Serve the review page of a run, and give its address."""
    options = ("--no-open", "--reviewer", "ann", "--page-lang", lang)
    command = [sys.executable, "-m", "selfinstruct", "review", run, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def taken(driver: Any, address: str, id_: str) -> bytes:
    """Return a picture of the page on which a rejection is chosen."""
    size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(address)
    wait = WebDriverWait(driver, PATIENCE)
    for script in (CHOOSE, IS_SHOWN):
        wait.until(lambda _, script=script: driver.execute_script(script, id_))
    return b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})["data"])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent)
