"""What the items of a list have in common beside their texts: who sends each, its kind, a tick, a tag.

Prompts ask whom the model thinks of, and models write it down: "A nurse: …", "(student, 19) …", "… — from a farmer".
"""

import re
from collections.abc import Sequence
from functools import cache

from selfinstruct.parsing.words import all_markers, any_of

# Fewer items, or a smaller share of them, may begin alike by chance.
_FEWEST, _SHARE = 4, 0.75
_NO_END = r"[^:：\n.!?。！？\"“”「」]"
_HEADS = (
    r"\d{1,3}[.)、．:：](?!\d)\s*",
    r"[\[［] ?[xX✓✔]? ?[\]］]\s*",
    r"[(（\[【][^()（）\[\]【】\n]{1,60}[)）\]】][:：]?\s*",
    r"(?:\*\*|__)[^*_\n]{1,60}?(?:(?:\*\*|__)\s*(?:[:：]\s*|[–—-]\s+)|[:：](?:\*\*|__)\s*)",
    rf"{_NO_END}{{1,50}}[:：]\s*(?=[\"“「].*[\"”」]\Z)",
    # Somebody, by an article, an age or what follows a comma.
    rf"(?:(?:an?|the|one|some|my) |一[位个個名]|某){_NO_END}{{1,48}}(?:[:：]\s*| [–—-]{{1,2}} )",
    r"[^:：\n.!?。！？\"“”「」\d]{1,40}[(（,，] ?(?:age )?\d{1,2}(?:岁|歲)?[)）]?"
    r"(?:[,，]\s?[^:：\n.!?。！？]{1,30})?(?:[:：]\s*| [–—-]{1,2} )",
)
_TAILS = (
    r"\s*<(?:br ?/?|/\w{1,12})>",
    r"\s*[✅✔✓☑]\ufe0f?",
    r"\s*[(（\[【][^()（）\[\]【】\n]{1,60}[)）\]】]",
    r"(?<=[.!?。！？])\s*[–—-]{1,2}\s?[^–—\n.!?。！？]{1,60}",
    r"\n[ \t>*_•-]*[^\W\d_]{1,12}[*_]{0,2}[:：][^\n]{1,60}",
)
_FRAMES = (
    *(re.compile(rf"\A\s*{head}(?=\S)", re.IGNORECASE | re.DOTALL) for head in _HEADS),
    *(re.compile(rf"(?<=\S){tail}\s*\Z", re.IGNORECASE) for tail in _TAILS),
)
# Anyone, before what is a request by itself: "Baker: Why does bread go stale?". That of "Translate: je suis" is none.
_ANYONE = re.compile(
    rf"\A\s*(?P<who>(?:\*\*|__|)[^\W\d]{_NO_END}{{0,38}}(?:\*\*|__|)(?:[:：]\s*|[:：]?\n\s*))"
    r"(?=[A-Z][^\n]{15}|[\u3400-\u9fff][^\n]{5})"
)
# Two are enough of a word for a request: "Question: …", "问题：…".
_FEWEST_LABELS = 2
# In characters: an item that is longer has no such thing worth looking for.
_LONGEST = 2000


def without_frames(texts: Sequence[str]) -> list[str]:
    """Return the texts without what nearly all of them begin or end with in the same form, whatever its words.

    Where nothing but a colon or a line break tells it apart, no two of them may begin with the same words.
    """
    found = [*texts]
    for frame in (_label(), *_FRAMES, _ANYONE):
        fewest = _FEWEST_LABELS if frame is _label() else _FEWEST
        matches = [frame.search(text) if len(text) <= _LONGEST else None for text in found]
        held = sum(map(bool, matches))
        is_shared = frame is _ANYONE and len({match["who"].casefold() for match in matches if match}) < held
        if held >= max(fewest, _SHARE * len(found)) and not is_shared:
            found = [
                text[: match.start()] + text[match.end() :] if match else text
                for text, match in zip(found, matches, strict=True)
            ]
    return found


@cache
def _label() -> re.Pattern[str]:
    words = any_of(word for each in all_markers() for word in each.other_tasks)
    return re.compile(rf"\A\s*(?:\*\*|__)?(?:{words})\s?(?:[:：](?:\*\*|__)?|(?:\*\*|__)[:：])\s*(?=\S)", re.IGNORECASE)
