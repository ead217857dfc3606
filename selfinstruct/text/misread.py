"""Text in UTF-8 that a program read as the Chinese GB 18030, which makes rare Han characters of common ones."""

import re

_RUN = re.compile(r"[\u3400-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef€]{3,40}")
# What is left of it where some bytes made no character.
_CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u3002\uff01-\uff5e]{2}")


def read_as_gbk(text: str) -> str:
    """Return the first words of a text that are Chinese in UTF-8, read as GB 18030; "" if there are none.

    Han characters in UTF-8 begin with E4 to E9; with these bytes, GB 18030 has rare ones, of which two in a row would
    have to go on just as UTF-8 does.
    """
    found = (each[0] for each in _RUN.finditer(text))
    return next((each[:20] for each in found if _CHINESE.match(each.encode("gb18030").decode(errors="replace"))), "")
