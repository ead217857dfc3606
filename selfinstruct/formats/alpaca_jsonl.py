"""Alpaca's instruction, input and output as JSON lines."""

from selfinstruct.formats import Format, fields, lines_of
from selfinstruct.formats.pairs import read_pair

FORMAT = Format("the same fields as JSON lines", "alpaca_data.jsonl", lines_of(fields), read_pair)
