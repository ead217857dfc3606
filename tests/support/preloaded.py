"""What a command imports and reads sooner or later: a process that begins from here starts in no time."""

import openai  # noqa: F401

import selfinstruct.api
import selfinstruct.backends.openai
import selfinstruct.cli.commands
import selfinstruct.cli.display
import selfinstruct.cli.summary  # noqa: F401
from selfinstruct.languages import _jieba

_jieba.cut("词典")
