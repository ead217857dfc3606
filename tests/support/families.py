"""Texts that grow, a family for each way in which a reader might take more than linear time or memory."""

from tests.support.giants import LINES, LISTS

# Text, and between it what is repeated: the second, the fourth … in equal shares of the size. `%d` is the number of the
# repetition.
_TASK = "[Task %d]\nWrite about %d.\n[Input]\nnone\n[Output]\nIt is.\n"
_PAIR = "[Input]\ntext %d\n[Output]\nIt is %d.\n"
_STRING = '{"instructions":["'
_TASKS = '{"tasks":['

_Families = dict[str, tuple[str, ...]]
# One character or a few, over and over; white space in front of what does not come, or behind it.
_SIGNS: _Families = {
    **{name: (each.head, each.unit, each.tail) for name, each in LINES.items()},
    **{
        f"{name} repeated": ("", each, "x")
        for name, each in {
            "hashes": "#", "asterisks": "*", "square brackets": "[", "closing brackets": "]", "round brackets": "(",
            "lenticular brackets": "【", "angle brackets": "<", "braces": "{", "double quotes": '"',
            "single quotes": "'", "curly quotes": "“", "backslashes": "\\", "backquotes alone": "`", "digits": "1",
            "full-width digits": "１", "circled digits": "①", "hyphens": "-", "dots": ".", "colons": ":",
            "full-width colons": "：", "commas": ",", "full-width commas": "，", "question marks": "？",
            "slashes": "/", "equals signs": "=", "tildes": "~", "bars": "|", "tabs": "\t",
            "ideographic spaces": "\u3000",
            "hyphens and spaces": "- ", "hashes and spaces": "# ", "asterisks and spaces": "* ",
            "numbers and points": "1. ", "brackets and spaces": "[ ", "numbers in brackets": "(1",
            "brackets and numbers": "[1] ",
            "spaces and line breaks": " \n", "carriage returns and line breaks": "\r\n", "line separators": "\u2028",
            "combining marks": "\u0301", "zero-width joiners": "\u200d", "emoji": "🙂", "private use": "\ue000",
        }.items()
    },
    "spaces before a line break": ("Write", " ", "\n", " ", "x"),
    "blank lines of spaces": ("1. Write", "     \n", "x"),
    "spaces after each word": ("", "Write               ", "."),
    "square brackets after an output": ("[Task 1]\nWrite.\n[Output]\na\n", "[", ""),
    "a word after many hashes": ("", "#", " Output: x\n", "#", "Input"),
    "a label after white space": ("", " ", "Output", " ", ": x"),
    "a number after white space": ("", " ", "1.", " ", "\n", " ", "2. x"),
}  # fmt: skip
# Lists, marker lines, fences, tags.
_ANSWERS: _Families = {
    **{name: (each.head, each.unit, each.tail) for name, each in LISTS.items()},
    "items without an end": ("", "%d. Write about the number %d\nand the next one\n", ""),
    "items in one item": ("1. Write:\n", "1. a\n2. b\n", ""),
    "items restarted": ("", "1. Write.\n2. Write.\n1. Write:\n", ""),
    "numbers without text": ("", "%d.\n", ""),
    "numbers within a line": ("1. Write", " %d. Write", ""),
    "headings with numbers": ("", "### %d. Write about %d\n\n", ""),
    "headings of tasks": ("", "## Task %d\n", ""),
    "a long title, then numbered headings": ("[Task 1] ", "a long title ", "\n", "%d. Write about %d.\n", ""),
    "a long title with a colon, then headings": ("[Task 1: ", "a long title ", "]\n", "[Task %d: Write]\n", ""),
    "a long title, then tasks": ("[Task 1] ", "a long title ", "\n[Input]\n-\n[Output]\nIt is.\n", _TASK, ""),
    "a long title, then instances": ("[Task 1]\n", "a long title ", "\n", _PAIR, ""),
    "a long line, then short items": ("1. ", "a long item ", "\n", "%d. b.\n", ""),
    "a long item of lines": ("1. Write\n", "and so on\n", ""),
    "letters": ("", "a) Write about it.\n", ""),
    "circled items": ("", "① Write about it.\n", ""),
    "items in words": ("", "一、写一首诗。\n", ""),
    "bold items": ("", "**%d. Write** about it.\n", ""),
    "questions and answers": ("", "Q%d: Is it?\nA%d: No.\n", ""),
    "headings only": ("", "[Task 1]\n", ""),
    "headings with numbers only": ("", "[Task %d]\n", ""),
    "inputs only": ("[Task 1]\n", "[Input]\n", ""),
    "outputs only": ("[Task 1]\n", "[Output]\nIt is %d.\n", ""),
    "instructions only": ("", "[Instruction]\nWrite about %d.\n", ""),
    "ends only": ("[Task 1]\n", "[End]\n", "x"),
    "ends between texts": ("", "[Task 1]\nWrite.\n[Output]\nIt is.\n## End\nmore\n", ""),
    "closing markers": ("[Task 1]\n[Output]\nx\n", "[/Output]\n", ""),
    "rulers": ("[Task 1]\n[Output]\nx\n", "---\n", ""),
    "blank lines after an output": ("[Task 1]\n[Output]\nx", "\n", ""),
    "markers in one line": ("[Task 1] Write.", " [Input] a [Output] b", ""),
    "markers in one line, without brackets": ("Task 1: Write.", " Input: a Output: b", ""),
    "markers before spaces": ("[Task 1]\n", "[Input]", "", " ", "x"),
    "markers, half open": ("", "[Input\n", ""),
    "markers, nested": ("", "[Task [Task ", ""),
    "markers with a title that is open": ("", "[Task 1: a ", ""),
    "markers, Chinese, in one line": ("【任务1】写。", "【输入】一【输出】二", ""),
    "whole tasks, Chinese": ("", "【任务%d】\n写一首关于%d的诗。\n【输入】\n无\n【输出】\n好。\n", ""),
    "whole tasks, ancestors": ("", "###\n%d. Instruction: Write.\n%d. Input:\n<noinput>\n%d. Output:\nIt is.\n", ""),
    "whole tasks, headings in bold": ("", "**Task %d**\nWrite.\n**Input:** none\n**Output:** It is.\n", ""),
    "whole tasks, without outputs": ("", "[Task %d]\nWrite.\n[Input]\nnone\n", ""),
    "whole tasks in fences": ("```\n", f"{_TASK}```\n", ""),
    "labels before an item": ("1. ", "Instruction: ", "x"),
    "label after label": ("[Task 1]\n", "Instruction: Task 1: ", "x"),
    "fences": ("1. Write:\n", "```\nx\n```\n", ""),
    "fences, unclosed": ("1. Write:\n", "```python\n", ""),
    "fences around items": ("", "```\n1. Write.\n", ""),
    "thoughts": ("", "<think>a</think>\n", "1. Write."),
    "thoughts on lines, unclosed": ("", "<think>\n", "1. Write."),
    "thoughts ended on lines": ("", "a\n</think>\n", "1. Write."),
    "thoughts of two kinds": ("", "<think>\n<reasoning>\n</thinking>\n", "1. Write."),
    "tags that are almost thoughts": ("", "<thin", "x"),
    "special tokens": ("1. Write.", "<|im_end|>", ""),
    "special tokens on lines": ("1. Write.\n", "<|im_start|>user\n", "x"),
    "special tokens, half open": ("1. Write.", "<|a", ""),
    "channels": ("", "<|channel|>analysis<|message|>a<|end|>", "x"),
    "HTML": ("", "<p><b>a</b></p>\n", ""),
    "HTML, nested": ("", "<div>", "", "</div>", ""),
    "comments, unclosed": ("", "<!--", ""),
    "entities": ("", "&lt;&#39;&amp;", ""),
    "entities, half": ("", "&amp", "x"),
    "tables": ("", "| a | %d |\n", ""),
    "links in Markdown": ("", "[a](http://b.c/%d) ", ""),
    "links in Markdown, half": ("", "[a](", ""),
    "key and value": ("", "key %d: value\n", ""),
}  # fmt: skip
_JSON: _Families = {
    "JSON lines": ("", '{"instruction":"Write %d.","input":"","output":"It is."}\n', ""),
    "JSON array": ("[", '{"instruction":"Write %d.","input":"","output":"It is."},\n', "{}]"),
    "JSON array, unclosed": ("[", '{"instruction":"Write %d.","input":"","output":"It is."},\n', ""),
    "JSON array of strings": ("[", '"Write %d.",', '""]'),
    "JSON nested and closed": ("", "[", "", "]", ""),
    "JSON objects nested and closed": ("", '{"a":', "1", "}", ""),
    "JSON with a broken item": (_TASKS, '{"instruction":"a "quoted" word %d","input":"","output":"b"},', "]}"),
    "JSON of items cut": (_TASKS, '{"instruction":"a%d",', ""),
    "JSON of items open": (_TASKS, '{"instruction":"', ""),
    "JSON of items without commas": ("", '{"instruction":"a","input":"","output":"b"} ', ""),
    "JSON in a fence": ('```json\n{"instructions":[', '"Write %d.",', '""]}\n```'),
    "JSON after JSON": ("", '{"instructions":["Write %d."]}\n', ""),
    "JSON with one key": ("", '{"instruction":"a",', ""),
    "JSON objects, empty": ("", "{}", ""),
    "JSON objects, empty, on lines": ("", "{}\n", ""),
    "JSON numbers": ('{"answers":[', "1,", "1]}"),
    "JSON digits": ('{"answers":[', "1", ""),
    "JSON spaces": ('{"instructions"', " ", ":", " ", "["),
    "JSON string": (_STRING, "a", ""),
    "JSON escapes": (_STRING, "\\n", '"]}'),
    "JSON escapes, cut": (_STRING, "\\n", "\\"),
    "JSON escaped quotes": (_STRING, '\\"', ""),
    "JSON escapes of Han": (_STRING, "\\u8fd9", '"]}'),
    "JSON escapes twice": (_STRING, "\\\\u8fd9\\\\n", '"]}'),
    "JSON keys": ("{", '"key %d":1,', '"a":1}'),
    "JSON in JSON": ('{"instructions":"', '[\\"', ""),
    "bodies": ('{"choices":[{"text":"', "a\\ud800", '"}]}'),
    "bodies of parts": ('{"choices":[{"message":{"content":[', '{"text":"a%d"},', '{"text":"b"}]}}]}'),
    "events": ("", 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n', ""),
}  # fmt: skip
# What filters look for, as far as it goes, and repetition.
_WORDS: _Families = {
    "refusals begun": ("", "I'm sorry, but ", "x"),
    "refusals begun, spaced": ("I'm sorry", " ", "I can"),
    "refusals of a language model": ("", "as an ai large ", "model"),
    "large language models": ("as a ", "large ", "model"),
    "refusals, Chinese": ("", "抱歉，", "x"),
    "I am a model, Chinese": ("", "作为一个", "x"),
    "AI, Chinese": ("", "作为一个人工智能", "x"),
    "please, Chinese": ("", "请", "x"),
    "please draw, Chinese": ("", "请画", "x"),
    "draw": ("", "draw a ", "x"),
    "draw, spaced": ("draw", " ", "x"),
    "create and": ("", "create and, ", "x"),
    "please, could you": ("", "please could you to ", "x"),
    "open": ("", ", open the ", "x"),
    "play": ("", "- play a b c ", "x"),
    "insert": ("", "[insert a", "x"),
    "insert, spaced": ("insert", " a", "x"),
    "insert, Chinese": ("", "【请在此处填写", "x"),
    "your": ("", "<your ", "x"),
    "gaps": ("", "[name] ", ""),
    "links of dots": ("http://", "a.", " x"),
    "links of schemes": ("", "http://", "x"),
    "links of slashes": ("www.a", "/", "，x"),
    "Latin ipsum": ("", "lorem ", "x"),
    "let me know": ("x\n\n", "let me know if you ", "x"),
    "let me know, Chinese": ("x\n\n", "希望以上", "x"),
    "no input": ("", "no additional input ", "x"),
    "no input, in remarks": ("none", " - ", "x"),
    "no input, in brackets": ("", "(none", ")"),
    "no input, Chinese": ("", "没有任何输入", "x"),
    "a sentence": ("", "It is so. ", ""),
    "a sentence, Chinese": ("", "好的，", ""),
    "sentences that almost repeat": ("", "It is so %d. ", ""),
    "a phrase a few times": ("", "a b c d e f g h i j, %d. " * 2, ""),
    "eleven times": ("", "ha ha ha ha ha ha ha ha ha ha ha %d ", ""),
    "eleven times, unspaced": ("", "hahahahahahahahahahaha%d", ""),
    "eleven phrases": ("", "so it is " * 11 + "%d ", ""),
    "long phrases": ("", "abcdefghijklmnopqrstuvwxyz " * 2 + "%d ", ""),
    "one letter a few times": ("", "a" * 29 + "b", ""),
    "two letters": ("", "ab", "c"),
    "letters and marks": ("", "a.", "b"),
    "letters and digits": ("", "a1", "b"),
    "underscores": ("", "_a", "b"),
    "Han": ("", "的", ""),
    "Han and Latin": ("", "的a", ""),
    "Han and numbers": ("", "第%d", ""),
    "Han, all different": ("", "".join(map(chr, range(0x4E00, 0x4F00))), ""),
    "Hangul": ("", "그는 ", ""),
    "bold pairs": ("1. ", "**a** ", ""),
    "emphasis, mixed": ("1. ", "*a_b`c", ""),
    "emphasis, three deep": ("1. ", "***a", ""),
    "arrows and colons": ("1. ", "a: b → ", "no"),
    "verdicts in one line": ("1. ", "yes no ", ""),
    "verdicts that contradict": ("", "1. yes\n1. no\n", ""),
}  # fmt: skip
GROUPS = {"signs": _SIGNS, "answers": _ANSWERS, "json": _JSON, "words": _WORDS}
FAMILIES = {name: family for group in GROUPS.values() for name, family in group.items()}


def grown(name: str, size: int) -> str:
    """Return a text of a family, of about as many characters."""
    once, repeated = FAMILIES[name][::2], FAMILIES[name][1::2]
    texts = [_times(unit, size // len(repeated)) for unit in repeated]
    return once[0] + "".join(text + after for text, after in zip(texts, once[1:], strict=True))


def _times(unit: str, size: int) -> str:
    """Return what is repeated, as often as fits."""
    parts = unit.split("%d")
    count = size // (len(unit) + (len(str(size)) - 2) * (len(parts) - 1)) + 1
    return unit * count if len(parts) == 1 else "".join(str(number).join(parts) for number in range(1, count + 1))
