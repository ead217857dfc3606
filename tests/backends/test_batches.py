"""What the pages on batches say of vendors is what holds."""

from pathlib import Path

import pytest

from selfinstruct.backends.openai.batches import BATCHING

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["batches.md", "batches.zh.md"])
def test_the_table_of_vendors_is_what_holds(page: str) -> None:
    lines = (DOCS / page).read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    vendors = [row for row in rows if len(row) == 5 and row[1].startswith("`")]
    assert len(vendors) == 6
    for _, address, _, share, source in vendors:
        assert BATCHING.price(address.strip("`")) == float(share)
        assert "https://" in source
    assert BATCHING.price("https://ws-1.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1") == 0.5
    assert (BATCHING.price(""), BATCHING.price("http://localhost:8000/v1")) == (0.5, 1.0)
