"""Why requests failed, in the language of a page; a run counts them by English names."""

import re

# What our own code counts by; what an endpoint says of itself stays as it is.
_IN_CHINESE = [
    (re.compile(pattern), told)
    for pattern, told in (
        (r"cannot connect", "连接不上"),
        (r"held back", "因前一个被拒而没有发出"),
        (r"connection broken", "连接中断"),
        (r"timeout", "超时"),
        (r"rate limit", "限流"),
        (r"no capacity", "服务没有空闲容量"),
        (r"HTTP (\d+)", "HTTP {}"),
        (r"error told with HTTP (\d+)", "以 HTTP {} 返回的错误"),
        (r"endpoint refused", "接口拒绝"),
        (r"form not taken", "接口不接受这种问法"),
        (r"(.+) not taken", "接口不接受 {}"),
        (r"prompt too long", "提示词过长"),
        (r"answer too long", "回复上限过大"),
        (r"garbled answer", "回复格式不对"),
        (r"HTML page", "返回的是网页"),
        (r"broken answer", "回复中断"),
        (r"empty answer", "回复为空"),
        (r"no answer", "没有回复"),
        (r"stopped", "运行停止"),
        (r"batch never sent", "批次没有发出"),
        (r"batch ended with its server", "批次随服务一同结束"),
        (r"batch (.+)", "批次状态 {}"),
    )
]


def cause_in(cause: str, language: str) -> str:
    """Return the cause of failed requests in a language of the page, as it is counted if there is no other."""
    if language != "zh":
        return cause
    for pattern, told in _IN_CHINESE:
        if found := pattern.fullmatch(cause):
            return told.format(*found.groups())
    return cause
