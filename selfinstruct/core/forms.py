"""The forms of asking: one and the same step, put to a model in different ways.

Strong models answer best in JSON. Weak ones lose themselves in schemas and rules: they do better with a short prompt,
or with a text that they go on with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from selfinstruct.core.values import Api

FormName = Literal["json", "text", "short", "continuation"]


@dataclass(frozen=True)
class Form:
    """A way to ask.

    `template` is the kind of template that prompts are made of (`instructions.chat.txt`), `api` that of the endpoint;
    `structured` says that the schema of the answer goes with the request, `few` that a request holds few items,
    `simple` that it suits weak models.
    """

    name: FormName
    template: str
    api: Api
    structured: bool = False
    few: bool = False
    simple: bool = False
    about: str = ""


JSON = Form("json", "chat", "chat", structured=True, about="chat, with the JSON schema of the answer")
TEXT = Form("text", "chat", "chat", about="chat, without a schema")
SHORT = Form("short", "short", "chat", few=True, simple=True, about="chat, in a few words, for few items at a time")
CONTINUATION = Form(
    "continuation", "completions", "completions", simple=True, about="a text to go on with, as for base models"
)
FORMS: Mapping[str, Form] = {form.name: form for form in (JSON, TEXT, SHORT, CONTINUATION)}
