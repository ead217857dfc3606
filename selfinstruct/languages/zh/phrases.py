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
# Before the verb of a request, beside these: "我想请你", "能不能帮我", "再".
_POLITE = frozenset(
    "我 你 您 我们 大家 能不能 不能 可不可以 能否 可否 再 先 就 也 请您 请你 帮我 给我 替 替我 为 为我 一下".split()
)
# What one has, is or thinks, and nobody is asked to do.
_STATES = frozenset("没有 没 还有 还 觉得 喜欢 知道 认为 感到 像 可 会 应 应该 不 看到 遇到 担心 怕".split())
_MEASURES = frozenset("条 个 篇 首 段 句 种 份 下面 以下 上面 上述 方面 时候 内容".split())
_OBJECT_FIRST = frozenset("把 将".split())
# A verb with one of these after it tells what has happened, and asks for nothing.
_TOLD = frozenset("了 过 着".split())
_ASKED = pattern_of("[哪谁几]|什么|怎么|怎样|如何|为何|多少|是不是|有没有|还是")


def verb_and_noun(instruction: str) -> tuple[str, str] | None:
    """Return the verb that a clause begins with, and the last noun of its object; None without such a pair.

    With 把 or 将 the object stands before the verb. What only might be such a pair is left out: a clause that tells or
    asks something, a verb that is not the first word beside those of courtesy, a noun that is part of a longer word.
    """
    for clause in _CLAUSE.split(instruction[:200])[:4]:
        if found := _in_clause(tagged(clause)):
            return found
    return None


def _in_clause(words: list[tuple[str, str]]) -> tuple[str, str] | None:
    start = next((number for number, (word, _) in enumerate(words) if word not in _LEADING | _POLITE), len(words))
    if start == len(words):
        return None
    moved = words[start][0] in _OBJECT_FIRST
    verbs = [number for number in range(start + moved, len(words)) if _is_verb(*words[number], is_first=not moved)]
    if moved and len(verbs) > 1:
        # "把这段产品介绍翻译成英文": the first may be part of the object.
        verbs = [number for number in verbs if words[number][0].endswith(("成", "为"))]
    verb = verbs[0] if verbs else None
    if verb is None or (verb > start and not moved):
        return None
    word, after = words[verb][0], words[verb + 1 :]
    told = after[0][0] in _TOLD if after else False
    if told or _ASKED.search("".join(each for each, _ in words)):
        return None
    noun = _object(words[start + 1 : verb] if moved else after)
    return (word.removesuffix("成") if len(word) > 2 else word, noun) if noun else None


def _is_verb(word: str, flag: str, *, is_first: bool) -> bool:
    if word in _LEADING | _STATES or len(word) > 4 or word.startswith("想"):
        return False
    # 设计 and 介绍 count as nouns, too, unless they begin the clause; 翻译成 counts as an idiom.
    return (flag.startswith("v") and (flag != "vn" or is_first)) or (flag == "l" and word.endswith("成"))


def _object(words: list[tuple[str, str]]) -> str:
    """Return the noun that the first phrase ends with, "" if that cannot be told."""
    end = len(words)
    for number, (_, flag) in enumerate(words):
        # After a noun, what does not lead to another one by 的 is no part of its phrase.
        begun = any(each in _NOUNS for _, each in words[:number])
        if begun and flag[0] in "pvcr" and flag != "vn" and not any(each == "的" for each, _ in words[number:]):
            end = number
            break
    while end and words[end - 1][1][0] in "xwuyf":
        end -= 1
    noun, flag = words[end - 1] if end else ("", "")
    is_cut = end < len(words) and words[end][1].startswith("v")
    is_word = flag in _NOUNS and noun not in _MEASURES and noun.isalpha() and not is_cut
    return noun if is_word else ""


_NOUNS = frozenset("n nz vn an nl ng eng".split())
