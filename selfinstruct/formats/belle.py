"""BELLE's `Belle.train.json`: JSON lines of instruction, input and output, Chinese unescaped."""

from selfinstruct.formats import Format, alpaca, fields, lines_of

FORMAT = Format(
    "BELLE's JSON lines of instruction, input and output", "Belle.train.json", lines_of(fields), alpaca.read
)
