"""Outputs that say that there is more of them go: code left out by a comment, a story that goes on elsewhere."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.breaks_off import check_instance
from selfinstruct.languages import find_language

COMMENTS = [
    *(
        "# ... rest of the code",
        "# Rest of your code",
        "# ... (other methods)",
        "# existing code",
        "# ...existing code...",
    ),
    *("# remaining methods unchanged", "# The rest of the class remains the same", "# Other methods here"),
    *("# Keep all other functions as before", "# code omitted for brevity", "# Previous imports stay the same"),
    *("# TODO: implement this", "# Your code here", "# Add your logic here", "# implementation goes here"),
    *(
        "# 其余代码不变",
        "# ... 其余代码",
        "# 其他方法保持不变",
        "# 此处省略其他方法",
        "# 其餘程式碼不變 ...",
        "# 在此处添加代码",
    ),
    *("# 原有代码保持不变", "# …… 省略部分代码"),
]
OTHER_MARKS = [
    *(
        "// ... existing code ...",
        "/* remaining methods unchanged */",
        "// ...rest of the component",
        "<!-- existing code -->",
    ),
    *(
        "-- other definitions unchanged",
        "/* ... 其余样式不变 ... */",
        "// 其它代码省略",
        "{/* ... rest of the component ... */}",
    ),
]


@pytest.mark.parametrize("comment", COMMENTS)
def test_code_that_is_left_out_by_a_comment(comment: str) -> None:
    output = f"```python\nclass Account:\n    def __init__(self):\n        self.sum = 0\n\n    {comment}\n```"
    for code, instruction in (("en", "Write a class for an account."), ("zh", "写一个账户类。")):
        assert (check_instance(Draft(instruction, "", output), find_language(code)) or "").startswith("holds “")


@pytest.mark.parametrize("comment", OTHER_MARKS)
@pytest.mark.parametrize("fence", ["```", ""])
def test_comments_of_other_languages(comment: str, fence: str) -> None:
    output = f"{fence}\nfunction load() {{\n  {comment}\n  return all;\n}}\n{fence}"
    assert check_instance(Draft("Load all of them.", "", output), find_language("en"))


@pytest.mark.parametrize(
    ("code", "end"),
    [
        *[
            ("en", end)
            for end in ("(The story continues…)", "To be continued...", "(to be continued)", "*To be continued!*")
        ],
        *[
            ("en", end)
            for end in ("[Story continues with Mara on the boat]", "[To Be Continued in Part 2]", "— To be continued —")
        ],
        *[
            ("zh", end)
            for end in (
                "未完待续",
                "（未完待续）",
                "未完待續……",
                "以下省略",
                "（以下略）",
                "（后文略）",
                "（待续）",
                "后续内容省略。",
            )
        ],
        *[("zh", end) for end in ("（故事還在繼續……）", "To be continued")],
    ],
)
def test_texts_that_go_on_elsewhere(code: str, end: str) -> None:
    instruction, text = {
        "en": ("Write a short story about a lighthouse.", "Mara climbed the stairs. The light went out."),
        "zh": ("写一个灯塔的小故事。", "老人走上楼梯，灯灭了。"),
    }[code]
    for joint in ("\n\n", " " if code == "en" else ""):
        output = f"{text}{joint}{end}"
        assert check_instance(Draft(instruction, "", output), find_language(code)) == f"ends with “{output[-20:]}”"
