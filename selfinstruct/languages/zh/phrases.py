"""The verb of a Chinese instruction and what it is about, by jieba's parts of speech.

The figure is that of the Self-Instruct paper; the paper has it for English alone.
"""

from selfinstruct.languages._jieba import tagged
from selfinstruct.text.patterns import pattern_of

_CLAUSE = pattern_of(r"[，。；：！？,;:!?\n]")
# Verbs that lead to the one that says what is to be done.
_LEADING = frozenset(
    "请 请问 帮 帮忙 帮助 让 给 想 要 需要 能 能够 可以 使 使用 用 利用 根据 按照 按 说 有 是 来 去 进行 作为"
    " 假设 假如 试 尝试 请求 希望 麻烦 告诉 给定 下列 以下 下 出 通过 基于 关于 涉及 包含 含有 以".split()
)
_MEASURES = frozenset("条 个 篇 首 段 句 种 份 下面 以下 上面 上述 方面 时候 内容".split())
_OBJECT_FIRST = frozenset("把 将".split())


def verb_and_noun(instruction: str) -> tuple[str, str] | None:
    """Return the first verb that says what is to be done, and the last noun of its clause; None without such a pair.

    With 把 or 将 the object stands before the verb.
    """
    for clause in _CLAUSE.split(instruction[:200])[:4]:
        if found := _in_clause(tagged(clause)):
            return found
    return None


def _in_clause(words: list[tuple[str, str]]) -> tuple[str, str] | None:
    moved = next((number for number, (word, _) in enumerate(words) if word in _OBJECT_FIRST), None)
    for number, (word, flag) in enumerate(words):
        if not _is_verb(word, flag, is_first=all(each in _LEADING for each, _ in words[:number])):
            continue
        after = words[moved + 1 : number] if moved is not None and moved < number else []
        noun = _last_noun(after) or _last_noun(words[number + 1 :])
        return (word.removesuffix("成"), noun) if noun else None
    return None


def _is_verb(word: str, flag: str, *, is_first: bool) -> bool:
    if word in _LEADING or len(word) > 4:
        return False
    # 设计 and 介绍 count as nouns, too, unless they begin the clause; 翻译成 counts as an idiom.
    return (flag.startswith("v") and (flag != "vn" or is_first)) or (flag == "l" and word.endswith("成"))


def _last_noun(words: list[tuple[str, str]]) -> str:
    nouns = [word for word, flag in words if flag in _NOUNS and word not in _MEASURES]
    return nouns[-1] if nouns else ""


_NOUNS = frozenset("n nz vn an nl ng eng".split())
