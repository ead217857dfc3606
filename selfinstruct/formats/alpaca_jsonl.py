"""Alpaca's instruction, input and output as JSON lines."""

from selfinstruct.formats import Format, alpaca, fields, lines_of

FORMAT = Format("Alpaca's fields as JSON lines", "alpaca_data.jsonl", lines_of(fields), alpaca.read)
