"""A plan before an answer, a check below it, and a second version of it: what a model writes for itself.

Each kind is sound where the task is about such things.
"""

import re

_BEFORE = (
    r"\A\W{0,4}(?:(?:my|the|a|rough|short|quick|initial) ){0,2}(?:plan|outline|approach|strategy|brainstorm(?:ing)?"
    r"|thoughts?"
    r"|(?:key |main )?(?:points|things) to (?:cover|include|mention|make)|first (?:try|attempt|pass|version|draft)"
    r"|internal notes?|notes? to (?:self|myself)|step 1\W{1,3}(?:identify|understand|read|analy[sz]e|parse|recall"
    r"|determine) (?:what|the (?:task|question|prompt|request|instruction|key))\b[^\n]{0,300}|(?:分析|写作|解题"
    r"|回答)?思路|提[纲綱]|[构構]思|[计計][划劃]|打算|需要?(?:涵[盖蓋]|包[含括]|[写寫]"
    r"|提)[^\n：:]{0,4}(?:要[点點]|[内內]容)"
    r"|第一[稿版遍]|第一步\W{1,2}(?:理解|[审審]|分析|[阅閱][读讀]|明[确確])[^\n]{0,2}(?:[题題]|[问問][题題]|任[务務]"
    r"|要求)"
    r"[^\n]{0,200})\W{0,3}(?:[:：]"
    r"|(?<=[.。])(?=\n))"
    r"[^\n]*\n(?:[ \t]*[-*•\d][^\n]*\n){0,12}[ \t]*\n"
)
_OF_PLANS = (
    r"plan|outline|approach|strateg|brainstorm|points|things|thought|think|draft|notes?\b|steps?\b|essay"
    r"|思路|提[纲綱]|[构構]|[计計][划劃]|[规規][划劃]|步[骤驟]|[设設][计計]|方案|要[点點]|第一"
)
_BELOW = (
    r"\n[ \t]*\n\W{0,4}(?:(?:self|quality|length|word|final|constraints?|format|fact|sanity)[ -]?)?"
    r"(?:check|verification|validation|review|checks)\W{0,3}[:：][^\n]{1,300}\Z"
    r"|\n[ \t]*\n\W{0,4}(?:自[我]?)?(?:[检檢][查验驗]|核[对對查]|校[验驗对對]|字[数數][检檢]查"
    r"|自[查检檢])\W{0,3}[:：][^\n]{1,200}\Z"
)
_OF_CHECKS = (
    r"check|verif|valid|review|proof|test|solve|calculat|comput|\d|[检檢]|核[对對查]|[验驗]|校[对對]|[审審]|算|解"
)
_KINDS = (
    r"(?:version|draft|text|response|output|sentence|paragraph|poem|haiku|summary|description|ad|slogan|story|tip"
    r"|wording)"
)
_AGAIN = (
    rf"(?:\A|\n[ \t]*\n)\W{{0,4}}(?:(?:revised|improved|polished|refined|corrected|updated|better)(?: {_KINDS})?"
    rf"|final {_KINDS})\W{{0,3}}[:：]|(?:\A|\n[ \t]*\n)\W{{0,4}}(?:修[改订訂正][后後版稿]|[润潤]色[后後版]"
    rf"|改[进進写寫][后後版]"
    r"|[优優]化[后後版]|最[终終后後](?:版本?|稿)|定稿)\W{0,3}[:：]"
)
_OF_CHANGES = (
    r"re-?(?:writ|word|phras|vis|work)|improv|polish|refin|correct|updat|better|edit|proof|fix|chang|version|draft"
    r"|translat"
    r"|paraphras|grammar|feedback|critique|simplif|shorten|final|修|改|[润潤]|[优優]化|[纠糾]|[译譯]|版|稿|[批评評]"
    r"|[语語]病|[错錯]"
)
_ALL = tuple(
    (re.compile(form, re.IGNORECASE), re.compile(topic, re.IGNORECASE))
    for form, topic in ((_BEFORE, _OF_PLANS), (_BELOW, _OF_CHECKS), (_AGAIN, _OF_CHANGES))
)


def draft_around(output: str, task: str) -> str:
    """Return how a plan, a check or another version begins that stands around the answer, "" if there is none."""
    found = (form.search(output) for form, topic in _ALL if not topic.search(task))
    return next((each.group().strip()[:60] for each in found if each), "")
