"""Numbers as people write them after an option: read where they are sure, else told with how to write them."""

import re

import typer

from selfinstruct.cli.wrapping import shortened

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")
_FOUND = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNITS = {"%": 0.01, "k": 1e3, "千": 1e3, "w": 1e4, "万": 1e4, "m": 1e6}
# Of a value that may be anything.
_LONGEST = 40
NUMBER = "number"


def whole(value: object) -> int:
    """Return a whole number: `5000`, `5,000` or `5e3`."""
    text = str(value).strip()
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        return int(plain)
    except ValueError:
        found = _read(plain)
    if found is None or found != found // 1:
        raise typer.BadParameter(_told(text, "whole number"))
    return int(found)


def number(value: object) -> float:
    """Return a number: `0.25`, `1e-3`. A comma may stand for thousands or for the point, and is not read."""
    text = str(value).strip()
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(_told(text, NUMBER)) from None


def _read(text: str) -> float | None:
    """Return a finite number, None if it is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def _told(text: str, kind: str) -> str:
    """Return what is wrong with a number, and how to write the one that is meant, where that is sure."""
    return f"{shortened(text, _LONGEST + 1) or 'nothing'} is no {kind}; write it {_meant(text, kind) or 'in digits'}"


def _meant(text: str, kind: str) -> str:
    found = _FOUND.search(text)
    around = text.replace(found[0], "", 1) if found else ""
    if not found or len(text) > _LONGEST or "-" in around or any(char.isdigit() for char in around):
        return ""
    digits, unit = found[0], _UNITS.get(text[found.end() :].strip().lower()[:1], 1)
    if kind == NUMBER and re.fullmatch(r"\d+,\d{1,2}", digits):
        digits = digits.replace(",", ".")
    elif "," in digits and not re.fullmatch(rf"{_THOUSANDS.pattern}(?:\.\d+)?", digits):
        return ""
    meant = f"{float(digits.replace(',', '')) * unit:.12g}"
    if kind != NUMBER and "." in meant:
        return "without a point"
    both = kind == NUMBER and _THOUSANDS.fullmatch(digits)
    return f"as {meant}" + (f", or as {digits.replace(',', '.')}" if both and digits.count(",") == 1 else "")
