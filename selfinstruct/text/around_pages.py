"""What a chat page shows around an answer, and who a transcript says is speaking, copied along with it."""

import re

_NAMES = (
    r"(?:chatgpt|gpt-?[345][\w.-]{0,8}|claude|gemini|grok|copilot|deepseek|qwen|llama|mistral|kimi|豆包"
    r"|通[义義]千[问問]|文心一言|元[宝寶]"
    r"|智[谱譜]清言|[讯訊][飞飛]星火|[小]助手)"
)
_SHOWN = re.compile(
    r"\A\s*(?:\w{1,12}\n)?(?:copy(?: code)?|复制(?:代码)?|複製(?:程式碼)?)\n"
    r"|\A\W{0,3}thought for (?:\d{1,4} ?(?:s|sec(?:ond)?s?|m|min(?:ute)?s?)|a (?:few|couple of) seconds)[^\n]{0,20}\n"
    r"|\n\W{0,3}thought for \d{1,4} ?(?:s|sec(?:ond)?s?)\W{0,3}\Z"
    r"|\A\W{0,3}已(?:深度)?思考[^\n]{0,20}\n|\A\W{0,3}(?:[联聯][网網])?搜索到\s?\d{1,3}\s?[个個篇][^\n]{0,12}\n"
    rf"|\A\W{{0,3}}{_NAMES}(?: said| says|[说說])?\W{{0,3}}[:：为為]"
    r"|\A(?:assistant|model|final|analysis|commentary)\s*\n|\A(?:you|chatgpt) said\W{0,3}\n"
    r"|\A\W{0,4}(?:response|回答|参考答案)\W{0,4}\n|\A[【\[](?:参考答案|參考答案|回答|答案|输出|輸出|response|answer"
    r"|output)[】\]]"
    rf"|\n\W{{0,4}}[–—-]{{1,2}}\s?{_NAMES}\W*\Z|[(（](?:source|来源|來源)\W{{1,2}}(?:{_NAMES}|AI)[)）]\W*\Z"
    r"|\n[ \t]*\n\W{0,3}(?:展[开開]全部|本文[转轉][载載]自[^\n]{1,30}|[^\n]{0,16}侵(?:[权權][必即]?)?[删刪])\W*\Z"
    r"|\n[ \t]*\n[\[【](?:error|[错錯][误誤])[\]】][^\n]{1,60}\Z"
    r"|\n[ \t]*\n\W{0,3}(?:grading|rubric|(?:evaluation|grading|scoring) (?:criteria|rubric)|[评評]分[标標][准準]"
    r"|[评評]估[标標][准準])[:：][^\n]{1,120}\Z"
    r"|[,—–-] ?your (?:\w+ )?(?:ai|(?:ai |virtual )assistant)\W*\Z"
    r"|\n(?:share|copy|retry|regenerate|edit|重新生成|复制|分享)(?:\n(?:share|copy|retry|regenerate|edit|重新生成"
    r"|复制|分享)){1,4}\s*\Z"
    r"|\n\W{0,3}(?:token usage|usage|total tokens)\W{1,3}\d{1,6}[^\n]{0,20}\Z"
    r"|\n\W{0,4}(?:(?:related|follow-?up|suggested) (?:questions?|searches)|people also ask|相关(?:问题|搜索)"
    r"|相關問題)\W{0,4}\n",
    re.IGNORECASE,
)


def shown_around(text: str, task: str) -> str:
    """Return what a page shows around a text, "" where there is nothing or the task shows the same."""
    found = _SHOWN.search(text)
    return found.group().strip()[:40] if found and found.group().strip() not in task else ""
