"""HTML entities are undone where a pipeline wrote them, and stay where they are what the text is about."""

import html

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfinstruct.core.values import Instance, Task
from selfinstruct.datafiles.mending import mended

ENTITIES = "HTML entities into the characters they stand for"
PLAIN = [
    "Say it's late, politely.",
    'Explain "to be or not to be".',
    "SELECT * FROM c WHERE city = 'New York';",
    'for (i = 0; i < n; i++) { if (a && b) s += "<b>"; }',
    "Describe AT&T in brief.",
    "Compare x <= y with y >= x.",
    "解释'温故知新'的意思。",
    "<无输出>",
    "写一个故事（内容 <100 字）。",
]


def _task(instruction: str, given: str = "", output: str = "Yes.") -> Task:
    return Task("", instruction, False, (Instance(given, output),), "")


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("place", range(3))
def test_what_was_escaped_is_undone_in_any_place(text: str, place: int) -> None:
    texts = ["Go on.", "this", "Yes."]
    texts[place] = html.escape(text)
    found = mended(_task(*texts))
    texts[place] = text
    assert found.task.instruction == texts[0]
    assert found.task.instances == (Instance("" if texts[1] == "<无输出>" else texts[1], texts[2]),) or place == 1
    assert (found.changed, found.kept) == ((ENTITIES,), ())


@pytest.mark.parametrize("given", ["&lt;无输入&gt;", "&lt;noinput&gt;", "<无输入>", "<noinput>", "N/A"])
def test_no_input_is_no_input_however_it_is_escaped(given: str) -> None:
    assert mended(_task("写一首诗。", given)).task.instances[0].input == ""


@pytest.mark.parametrize(
    "texts",
    [
        ("What does &lt;b&gt; do in HTML?", "", "Bold."),
        ("Which entity is &#39;it&#39;s&#39;?", "", "An apostrophe."),
        ("在网页里怎样写小于号？", "", "写成&lt;就行，比如a&lt;b。"),
        ("What is &amp;lt; for?", "", "It shows &lt;."),
        ("Mend the template.", "{{ it&#39;s }}", "{{ it's }}"),
    ],
)
def test_texts_about_html_stay(texts: tuple[str, str, str]) -> None:
    task = _task(*texts)
    found = mended(task)
    assert (found.task, found.changed, found.kept) == (task, (), ())


@pytest.mark.parametrize(
    "texts",
    [
        ("Mend it.", "<p>Tom &amp; Jerry&#39;s</p>", "<p>Tom and Jerry&#39;s</p>"),
        ("Replace every &amp; with and.", "", "Done."),
        ("What does &lt; mean?", "", "Less than."),
        ("In the feed titles show &#39; and &quot; marks. Why?", "", "A bug."),
        ("Tell R&D about it&#39;s.", "", "Done."),
        ('Mend "it&quot;s".', "", "Done."),
        ("Mend 'it&#39;s'.", "", "Done."),
    ],
)
def test_what_may_be_meant_stays_and_is_told(texts: tuple[str, str, str]) -> None:
    task = _task(*texts)
    found = mended(task)
    assert (found.task, found.changed, found.kept) == (task, (), ("HTML entities that may be meant",))


@given(st.text(alphabet="ab &;<>'\"#39ltgtampquo", max_size=30))
@example("&lt;a&gt; it&#39;s")
def test_nothing_else_ever_changes(text: str) -> None:
    found = mended(_task("Go on.", output=text))
    (instance,) = found.task.instances
    assert instance.output == (html.unescape(text) if ENTITIES in found.changed else text).strip()


def test_only_what_escaping_writes_is_undone() -> None:
    found = mended(_task("Say &copy; it&#39;s &nbsp; &ltx"))
    assert found.task.instruction == "Say &copy; it&#39;s &nbsp; &ltx"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffName a bird.",
        "Name\u200b a bird.",
        "Name a\u202e bird.",
        "Na\u00adme a bird.",
        "Name a bird.\U000e0041\U000e0042",
    ],
)
def test_what_nobody_sees_is_taken_out(text: str) -> None:
    found = mended(_task(text, output=text))
    assert (found.task, len(found.changed)) == (_task("Name a bird.", output="Name a bird."), 1)


@pytest.mark.parametrize(
    "text",
    [
        "ภาษา\u200bไทย",
        "Which flag is 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f?",
        "👩\u200d🔬",
        "What does the zero-width space \u200b do?",
        "می\u200cخواهم",
        "a\u00a0b",
    ],
)
def test_what_a_text_needs_stays_though_nobody_sees_it(text: str) -> None:
    found = mended(_task(text))
    assert (found.task, found.changed) == (_task(text), ())


def test_escapes_that_nobody_undid_are_undone_where_that_is_sure() -> None:
    found = mended(_task("Name two birds.\\nOne a line.\\nThen stop.", output="a gull\\nand a tern\\nand no more"))
    assert found.task == _task("Name two birds.\nOne a line.\nThen stop.", output="a gull\nand a tern\nand no more")
    assert found.changed == ("escapes such as \\n into the characters they stand for",)
    code = _task("Print three lines in Python.", output="print('a\\nb\\nc')")
    assert (mended(code).task, mended(code).changed) == (code, ())


@pytest.mark.parametrize("end", ["\r\n", "\r\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_lines_end_as_they_do_everywhere(end: str) -> None:
    text = f"Two birds:{end}a gull.{end}A tern."
    found = mended(_task(text, text, text))
    plain = "Two birds:\na gull.\nA tern."
    assert (found.task, found.changed) == (
        _task(plain, plain, plain),
        ("line breaks of other systems into ordinary ones",),
    )


def test_beside_a_sure_separator_another_is_one_too() -> None:
    assert mended(_task("A gull.\u2028Or", output="a\x85tern")).task == _task("A gull.\nOr", output="a\ntern")


@pytest.mark.parametrize("text", ["Well\x85 a gull.", "Is it\x92s?\x85No.", "The line separator \u2028 ends a line."])
def test_what_may_not_end_a_line_stays(text: str) -> None:
    assert mended(_task(text)).task == _task(text)


@pytest.mark.parametrize(
    ("output", "bare"),
    [
        ("\n\n Gannets dive.  \n\n", "Gannets dive."),
        (" Gannets dive.\nGulls do not.\n", "Gannets dive.\nGulls do not."),
        ("\n    return 1\n\n\ndef g():\n    pass\n", "    return 1\n\n\ndef g():\n    pass"),
    ],
)
def test_white_space_around_outputs_is_taken_off_but_for_that_of_code(output: str, bare: str) -> None:
    found = mended(_task("Go on.", " a ", output))
    assert (found.task, len(found.changed)) == (_task("Go on.", " a ", bare), 1)
