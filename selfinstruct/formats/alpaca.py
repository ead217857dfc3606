"""Stanford Alpaca's `alpaca_data.json`: one JSON array, indented by 4, of instruction, input and output."""

from selfinstruct.formats import Format, array_of, fields
from selfinstruct.formats.pairs import read_pair

FORMAT = Format(
    "Stanford Alpaca's JSON array of instruction, input and output", "alpaca_data.json", array_of(fields), read_pair
)
