"""Notes of errors and advertisements of gateways go; tasks about failures and texts to be published stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.service_note import check_instance
from selfinstruct.languages import find_language

LANGUAGE = find_language("en")
TASK = "Say how planes stay up in the sky."
NOTES = """\
Request timed out.
Error: Rate limit reached for gpt-4o in organization org-x on tokens per min (TPM): Limit 30000.
{'error': {'message': 'The server is overloaded', 'code': 503}}
!network error
**Network error**: The response was interrupted. Please try again later.
[Error: upstream timeout, please retry]
An error occurred: Connection error.
There was an error generating a response
Something went wrong. If this issue persists please contact us through our help center at help.openai.com.
upstream connect error or disconnect/reset before headers. reset reason: connection termination
502 Bad Gateway
openai.APIConnectionError: Connection error.
The server had an error while processing your request. Sorry about that!
ChatGPT is at capacity right now.
Failed to fetch
[Response truncated]
Regenerate response
请求超时，请稍后重试。
网络错误，请刷新页面。
服务器繁忙，请稍后再试。
發生錯誤，請稍後再試。
当前分组上游负载已饱和，请稍后再试
当前使用人数过多
（回答中断）
抱歉，出现了一些问题。""".split("\n")
ADVERTISEMENTS = (
    "---\n**Support us:**\n🌸 Powered by Some.AI free text APIs. [Our mission](https://some.example)",
    "Need proxies cheaper than the market? https://some.example",
    "本接口由爱心人士赞助，加入QQ群获取免费API：https://some.example",
)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_of_an_error_is_rejected(note: str) -> None:
    assert check_instance(Draft(TASK, "", note), LANGUAGE)
    assert check_instance(Draft(TASK, "", f"The wings push air do\n\n{note}"), LANGUAGE)


@pytest.mark.parametrize("text", [*ADVERTISEMENTS, "[Error: upstream timeout]"])
def test_what_a_gateway_adds_is_rejected(text: str) -> None:
    between = "\n\n" if text in ADVERTISEMENTS else " "
    assert check_instance(Draft(TASK, "", f"The wings push air down.{between}{text}"), LANGUAGE)


@pytest.mark.parametrize(
    ("instruction", "output"),
    [
        ("Write the log line of a lost connection.", "Error: connection lost, retry in 5 s"),
        ("Word the pop-up of a form that could not be sent.", "Something went wrong. Please try again later."),
        ("What does HTTP 504 stand for?", "Gateway timeout"),
        ("Translate into English: 请求超时", "Request timed out."),
        ("Use 'refuse' in a sentence.", "The request was refused."),
        ("Word the fallback answer of a shop's bot.", "Sorry, something went wrong."),
        ("网页打不开时该给用户什么提示？", "网络错误，请刷新页面。"),
        ("Write a README for a chess club.", "# Chess\n\nJoin us at https://chess.example"),
        (TASK, "Network errors have nothing to do with it: wings push air down."),
        (TASK, "Error is a part of it; the response of the wing to the wind is lift."),
        (TASK, "The system is down to two engines.\n\nTry again and again."),
        (TASK, "The wings push air down.\n\nSee https://wings.example for more."),
        ("判断学生的答案。", "回答错误，应为十二。"),
        ("这两点怎样连接最短？", "连接两点的线段最短。"),
        ("怎样压缩这篇稿子？", "内容较多，宜分段。"),
    ],
)
def test_a_sound_text_is_kept(instruction: str, output: str) -> None:
    assert check_instance(Draft(instruction, "", output), LANGUAGE) is None
