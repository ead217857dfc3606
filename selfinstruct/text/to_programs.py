"""What a model says to a program and not to a person: calls of tools, an answer as an object, how sure it is.

Each kind is sound where the task is about such things. Servers that do not know a model's calls leave them in the text.
"""

import re

_CALLS = (
    r"</?(?:search|web_search|search_query|tool_calls?|tool_code|function_calls?|antArtifact|invoke|minimax:tool_call"
    r"|executetool)\b[^<>\n]{0,200}>"
    r"|<(?:function|parameter)=\w|<[｜|]DSML[｜|]|\[/?TOOL_(?:CALLS|RESULTS)\]|✿[A-Z]{3,12}✿|\bto=functions\.\w"
)
_OF_CALLS = r"xml|html|\btags?\b|<|tools?\b|function|标签|標籤|工具|函[数數]"
# An answer as the only member of an object; a stream of such objects, as servers send it.
_OBJECT = (
    r"\A\s*\{\s*\"(?:output|answer|response|text|content|result|输出|回答|答案)\"\s*:\s*\"(?:[^\"\\]|\\.)*+\"\s*\}\s*\Z"
    r"|\A\s*\{\s*\"(?:input|输入)\"\s*:\s*\"(?:[^\"\\]|\\.)*+\"\s*,\s*\"(?:output|输出)\"\s*:\s*\"(?:[^\"\\]"
    r"|\\.)*+\"\s*\}\s*\Z"
    r"|\A\s*\{\s*\"type\"\s*:\s*\"(?:string|object|array|integer|boolean)\"[^\n]{0,200}\}\s*\Z"
    r"|\A\s*\[\s*\"(?:[^\"\\]|\\.)*+\"\s*\]\s*\Z"
    r"|^data: ?(?:\{\"|\[DONE\])"
)
# The call of a tool as an object, or as code.
_CALL = (
    r"\A\s*(?:```\w*\s*)?\{\s*\"(?:name|tool|function|action|tool_name|api)\"\s*:\s*\"[\w.-]{1,60}\"\s*,\s*"
    r"\"(?:arguments|parameters|args|action_input|tool_input|params)\"\s*:\s*[{\"\[]"
    r"|\A\s*(?:search|web_?search|google\w*|browse|query|lookup|get_\w{1,30}|calculator"
    r"|python)\([\"'][^\"'\n]{1,200}[\"']\)\s*\Z"
)
_OF_CALLED = rf"{_OF_CALLS}|json|\bapi\b|\bcode\b|\bcall|script|python|query|[调調]用|代[码碼]|接口|命令"
_OF_OBJECTS = (
    r"json|\blists?\b|array|python|[数數][组組]|列表|object|dict|\bapi\b|payload|structured|stream|event"
    r"|\bsse\b|\{|字段|欄位|[对對]象|[键鍵]|流式|事件"
)
# Beside the answer: how long it is, how sure or how good.
_OF_ITSELF = (
    r"[(\[](?:\d{1,5} tokens|confidence(?: (?:score|level))?: ?\d[\d.]{0,5} ?%?)[)\]][\s.*]{0,3}\Z"
    r"|\n[ \t]*\n\W{0,4}(?:confidence(?: (?:score|level))?|(?:quality |self-|overall )?score|tokens(?: used)?"
    r"|difficulty|置信度|信心|[难難]度|得分|[评評]分|自[评評])\W{0,3}[:：][^\n]{1,20}\Z"
    r"|\n\W{0,6}(?:task|任[务務]) ?\d{1,4} ?(?:of|/|，?共) ?\d{1,4}[^\w\n]*\Z"
)
_OF_SCORES = (
    r"token|confiden|certain|likel|probab|\bsure\b|scor|\brat(?:e|ing)|grad|\bmark|review|evaluat|assess|difficult|hard"
    r"|\btasks?\b|置信|把握|[难難]|分|[评評]|任[务務]"
)
_TAG = r'\A\s*+<(?:(?:p|ul|ol|h[1-6])(?:\s[^<>]{0,200})?>|div class="[^"<>]{0,200}?\b(?:markdown|prose|flex)\b)'
_OF_TAGS = (
    r"html|xml|svg|jsx|\bcss\b|markup|\btags?\b|template|web ?(?:page|site)|front.?end|<\w|[标標][签籤]|[网網][页頁]"
    r"|模板|前端"
)
_KINDS = tuple(
    (re.compile(form, re.IGNORECASE | re.DOTALL | re.MULTILINE), re.compile(topic, re.IGNORECASE))
    for form, topic in (
        (_CALLS, _OF_CALLS),
        (_CALL, _OF_CALLED),
        (_OBJECT, _OF_OBJECTS),
        (r"\A\s*\\(?:text|boxed)\{[^{}\n]*\}\s*\Z", r"tex\b|formula|equation|公式|box|[框盒]|math|solve|\d"),
        (_OF_ITSELF, _OF_SCORES),
        (_TAG, _OF_TAGS),
    )
)


def said_to_programs(output: str, task: str) -> str:
    """Return what of an output is said to a program, though the task is not about that; "" for nothing."""
    found = (form.search(output) for form, topic in _KINDS if not topic.search(task))
    return next((each.group().strip()[:40] for each in found if each), "")
