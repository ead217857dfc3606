"""A real browser: Debian's Chromium, driven by Selenium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.reviewed import imported_run, varied_run

_SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")


@contextmanager
def _started() -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for switch in _SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium; without it, or without Selenium, the test is skipped. Without Chromium it fails in CI."""
    pytest.importorskip("selenium", reason="Selenium is not installed: pip install -e '.[browser]'")
    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        why = "there is no chromium with its chromedriver"
        if os.environ.get("CI"):
            pytest.fail(f"{why}; CI must not skip these tests")
        pytest.skip(why)
    with _started() as driver:
        yield driver


@contextmanager
def of_size(driver: Any, width: int, height: int) -> Iterator[None]:
    """Show pages in a window of so many pixels for a while; other tests have the usual one."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_run(tmp_path_factory.mktemp("imported"))


@pytest.fixture
def run(imported: Path, tmp_path: Path) -> Path:
    """A run of imported tasks, some of them rejected."""
    return Path(shutil.copytree(imported, tmp_path / "run"))


@pytest.fixture
def varied(tmp_path: Path) -> Path:
    """A run with what goes together: conflicting outputs, completions that are alike, a task without an output."""
    return varied_run(tmp_path)
