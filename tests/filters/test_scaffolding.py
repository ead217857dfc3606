"""Words of the prompt in an instruction are found; brackets and labels of its own stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.scaffolding import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Rare kind: open question\nName a fruit that is red."),
        ("en", "[Brainstorming] List five uses for an old tyre."),
        ("en", "(classification)\nIs a tomato a fruit or a vegetable?"),
        ("en", "Plan a week of meals for two. (Rare topic)"),
        ("en", "List five uses for an old tyre. (brainstorming)"),
        ("en", "Is it true that ice floats on salt water? (Answer: yes)"),
        ("en", "number: 9\ntask: List five uses for an old tyre."),
        ("zh", "【头脑风暴】列出旧轮胎的五种用途。"),
        ("zh", "（分類）判斷評論是好評還是差評。"),
        ("zh", "冰会浮吗？（答：会）"),
        ("en", "Mathematics: Solve for x in 2x = 6."),
        ("en", "Instruction: List five uses for an old tyre."),
        ("en", "Translate 'dog' into French. → chien"),
        ("zh", "头脑风暴：列出旧轮胎的五种用途。"),
        ("zh", "任务：任务：列出三个港口。"),
        ("en", "Name three uses of vinegar.\n*(Rare form: a direct question)*"),
        ("en", "Name three uses of vinegar.\nInput: none\nOutput: Cleaning."),
        ("en", "Say how a heron fishes. Answer: It strikes."),
        ("en", "User: Explain briefly why cats purr."),
        ("en", "Here is a new task: name the author of Emma."),
        ("en", "Continue the list with task 24."),
        ("en", "Name three uses of vinegar. ## Output"),
        ("en", "[More tasks...]"),
        ("zh", "改写：说出醋在家里的三种用途。"),
        ("zh", "判断这条微博是讽刺还是真诚。（分类任务）"),
        ("zh", "写一首写四月的雪的诗。\n（还缺的写法：直接提问）"),
        ("zh", "【类型】改写\n说出醋的三种用途。"),
        ("zh", "（更多任务……）"),
        ("zh", "说出醋的三种用途。（罕见话题）"),
    ],
)
def test_words_of_the_prompt_are_rejected(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code))


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Name a rare form of gold."),
        ("en", "(True or false) Ice floats."),
        ("en", "Explain brainstorming in one line."),
        ("en", "Mathematics: who coined the word?"),
        ("en", "Sort these by size (answer with a list)."),
        ("en", "Balance the equation: H2 + O2 -> H2O"),
        ("en", "Task management: name three methods."),
        ("en", "Is it a lie? Output: “lie” or “not lie”."),
        ("en", "Name two tasks of a user: one hard, one easy."),
        ("zh", "改写：他把窗户打开了。"),
        ("zh", "数学家高斯小时候有什么故事？"),
        ("zh", "【判断题】冰会浮在水上。"),
        ("zh", "解释什么是头脑风暴。"),
        ("zh", "把下面的句子翻译成英语（意译）。"),
    ],
)
def test_brackets_of_its_own_stay(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code)) is None


@pytest.mark.parametrize(
    ("given", "output", "detail"),
    [
        ("dog", "→ chien", "→ c"),
        ("dog", "Output: Output: chien", "Output: Output:"),
        ("输入：输入：狗", "chien", "输入：输入："),
        ("dog", "dog → chien", None),
        ("dog", "→", None),
        ("S → aSb", "→ aaSbb", None),
        ("dog", "name:\n  name: Ann", None),
    ],
)
def test_an_arrow_or_a_label_before_the_output(given: str, output: str, detail: str | None) -> None:
    assert check_instance(Draft("Go on.", given, output), find_language("en")) == detail


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("[Output] Cleaning.", "[Output]"),
        ("It strikes. [End]", "[End]"),
        ("Ulaanbaatar\n[/Output]", "[/Output]"),
        ("Cleaning.\n[End Task 4]", "[End Task 4]"),
        ("擦玻璃。\n【任务4完】", "【任务4完】"),
        ("They purr.\n\nInput: none\nOutput: They are calm.", "Input: none"),
        ("Jane Austen</answer>", "</answer>"),
        ("<answer>Jane Austen", "<answer>"),
        ("It strikes.\n\n---\n\n**Task 6:** Explain a clock.", "**Task 6:"),
        ("Ulaanbaatar\n\n### Instruction:\nName its currency.", "### Instruction:"),
        ("Cleaning.\n\nUser: Thanks!\nAssistant: Bye.", "User:"),
        ("It strikes.\n\n(Continuing with tasks 6 to 23...)", "(Continuing with tasks 6 to 23...)"),
        ("乌兰巴托\n\n……（其余任务按相同格式继续）", "（其余任务按相同格式继续）"),
        ("站着不动。\n【类型】问答", "【类型】"),
        ("因为放松。\n\n注：此任务照顾了还缺的写法。", "还缺的写法"),
        ("It purrs.\n\nNote: this takes up the rare form.", "takes up the rare form"),
        ("Opal is a rare form of quartz.", None),
        ("Task 1: call Ann.\nTask 2: write to Ben.", None),
        ("<a><response>ok</response></a>", None),
        ("[input]\nfile = a.txt\n[output]\nfile = b.txt", None),
        ("It purrs.\n\n✅ All tasks are unique.", "✅ All tasks are unique."),
        ("It purrs.\n\n**Note:** All instances are original.", "**Note:** All instances are original."),
        ("它在打呼噜。\n\n✅ 所有任务均不重复", "✅ 所有任务均不重复"),
        ("它在打呼噜。\n\n注：以上实例均为原创。", "注：以上实例均为原创。"),
        ("It purrs.\n\n[End of response]", "[End of response]"),
        ("It purrs.\n--- End of output ---", "--- End of output ---"),
        ("It purrs.\n\n✅ Done", "✅ Done"),
        ("It purrs.\n<<<END>>>", "<<<END>>>"),
        ("它在打呼噜。\n\n（回答完毕）", "（回答完毕）"),
        ("All tasks are unique.", None),
        ("Plan:\nAll tasks are done by noon.", None),
        ("Ann (user: ann) may continue with the tasks of the day.", None),
        ("任务2：说明", "任务2："),
    ],
)
def test_marks_of_the_prompt_and_what_follows_the_task(output: str, found: str | None) -> None:
    assert check_instance(Draft("Go on.", "", output), find_language("en")) == found
    assert check_instance(Draft(f"A dialogue like “{output}”", "", output), find_language("en")) is None


@pytest.mark.parametrize(
    "output",
    [
        'An apple floats.\n<tool_call>\n{"name": "search", "arguments": {}}\n</tool_call>',
        '<antArtifact identifier="a" type="text/markdown" title="x">An apple floats.</antArtifact>',
        '{"output": "An apple floats."}',
        '{"answer": "It is called \\"apple\\"."}\n',
        "\\text{An apple floats.}",
        "An apple floats.<｜DSML｜function_calls>",
        "An apple floats.\n[TOOL_CALLS]search{}",
        "An apple floats. ✿FUNCTION✿: search",
        "<function=say>An apple floats.</function>",
        "to=functions.say An apple floats.",
        'data: {"choices": [{"delta": {"content": "An apple floats."}}]}\n\ndata: [DONE]',
        "\\boxed{An apple floats.}",
        "<p>An apple floats.</p>",
        "An apple floats.\n\nConfidence: high",
        "An apple floats.\n\n**Score:** 9/10",
        "An apple floats.\n\nTask 2 of 3",
        "An apple floats. [42 tokens]",
        "An apple floats. (Confidence: 95%)",
    ],
)
def test_what_is_said_to_programs(output: str) -> None:
    english = find_language("en")
    assert check_instance(Draft("Name a fruit.", "", output), english)
    assert check_instance(Draft("Sum up what follows.", '{"text": "An apple floats."}', "It floats."), english) is None
    told = "Show in JSON, XML or TeX how a tool is called as a task, with tokens, score and confidence."
    assert check_instance(Draft(told, "", output), english) is None


@pytest.mark.parametrize(
    ("instruction", "output", "found"),
    [
        ("Caption a photo of a sleeping baby.", "Off duty.\n\nExample 2:\nDreaming of milk.", "Example 2:"),
        ("给宝宝的照片配句话", "下班了。\n\n示例2：\n梦见牛奶。", "示例2："),
        ("Name a fruit.", "Fig\n[Output 2]\nPear", "[Output 2]"),
        ("Give two examples of rust.", "A gate.\nExample 2: A nail.", None),
        ("What is rust?", "Example 1: a gate.\nExample 2: a nail.", None),
        ("What is rust?", "The first example: a gate.\nExample 2: a nail.", None),
    ],
)
def test_an_example_after_one_without_a_number_is_of_the_answer(
    instruction: str, output: str, found: str | None
) -> None:
    assert check_instance(Draft(instruction, "", output), find_language("en")) == found


@pytest.mark.parametrize(
    "output",
    [
        '{"name": "get_weather", "arguments": {"city": "Oslo"}}',
        '{"action": "search", "action_input": "Oslo"}',
        'search("Oslo in March")',
    ],
)
def test_a_call_is_no_answer(output: str) -> None:
    language = find_language("en")
    assert check_instance(Draft("What is Oslo like in March?", "", output), language)
    assert check_instance(Draft("Write the JSON for a call of the weather tool.", "", output), language) is None
