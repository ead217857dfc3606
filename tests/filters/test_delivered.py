"""Outputs that speak of a file or a canvas which no text brings are rejected."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.acts_in_the_world import FILTER
from selfinstruct.languages import find_language

ENGLISH = [
    "I've put it in the canvas.",
    "I created sales.xlsx and attached it.",
    "See the artifact.",
    "I've created the table in the document on the right.",
    "I've created an artifact with the full table. It has two columns.",
    "Please see the attached spreadsheet.",
    "I have attached the spreadsheet with the sales.",
    "Your spreadsheet has been generated.",
    "The file has been created. You can download it here.",
    "You can find the table in the canvas above.",
    "Here is the table: [sales.xlsx](sandbox:/mnt/data/sales.xlsx)",
    "The sales are up.\n\nI've saved the table as sales.csv for you.",
    "Click here to download the table.",
]
CHINESE = [
    "已为您生成文件。",
    "已为您生成文件，请点击下载：sales.xlsx",
    "表格已生成，请查看附件。",
    "我已将表格放入画布中。",
    "我已经把内容整理好，保存为sales.xlsx。",
    "文件已保存至 /mnt/data/sales.xlsx。",
    "已為您建立完成，請查看附件。",
    "点击下方链接即可下载。",
    "请在右侧画布中查看。",
]


@pytest.mark.parametrize(("code", "output"), [*(("en", each) for each in ENGLISH), *(("zh", each) for each in CHINESE)])
def test_what_was_not_delivered(code: str, output: str) -> None:
    instruction = {"en": "Make a table of the sales of a bakery.", "zh": "做一个面包店销售表。"}[code]
    assert FILTER.check_instance
    assert FILTER.check_instance(Draft(instruction, "", output), find_language(code))
