"""BELLE's `Belle.train.json`: JSON lines of instruction, input and output, Chinese unescaped."""

from selfinstruct.formats import Format, fields, lines_of
from selfinstruct.formats.pairs import read_pair

FORMAT = Format("BELLE's JSON lines of instruction, input and output", "Belle.train.json", lines_of(fields), read_pair)
