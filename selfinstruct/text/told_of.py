"""What tells of an answer, as a plan for data does, in place of giving it: "The response should list three tips."."""

import re

# In characters: an answer that only tells of one is short.
_LONGEST = 300
_TOLD = re.compile(
    r"\W{0,3}(?:the|your|this|an?) (?:ideal |good |correct |expected |right )?(?:response|answer|output|reply"
    r"|assistant|model|ai)"
    r" (?:should|must|ought to|needs to|is expected to|would) (?:\w+ly )?(?:include|contain|describe|explain|give"
    r"|list|mention"
    r"|provide|answer|summari[sz]e|respond|reply|suggest|offer|highlight|cover|discuss|identify|outline|compare)\b.*"
    r"|\W{0,3}the (?:user|reader|person) (?:is|was|will be|should be) (?:told|given|advised|informed|shown|offered)\b.*"
    r"|\W{0,3}(?:[该該此这這]个?個?|理想的?|[预預]期的?)?(?:回[答复復]|[输輸]出|答案|模型|助手"
    r"|AI)[应應需必](?:[该該当當要须須])?"
    r"(?![该該])[^\n]{0,8}?(?:[说說]明|包[含括]|描述|解[释釋]|列出|提[及到供]|[给給]出|介[绍紹]|概括|[总總][结結]"
    r"|回[答复復]|涵[盖蓋]|用).*"
    r"|\W{0,3}(?:[给給]出|提供|列出|介[绍紹]|描述|解[释釋]|[总總][结結]|生成|概括)了[^。！？\n]{2,60}[。！]?",
    re.IGNORECASE,
)
_OF_ANSWERS = re.compile(
    r"respon|answer|output|repl(?:y|ies)|assistant|\bmodel|\bai\b|\bapi\b|user|reader|rubric|criteria|回[答复復应應]"
    r"|[输輸]出|答案|模型|助手"
    r"|[用][户戶]|[评評]|了什[么麼]|哪些",
    re.IGNORECASE,
)
_FIRST_VERB = re.compile(r"(?:please )?(?P<verb>[a-z]{3,12})\b", re.IGNORECASE)
# What tells in one sentence what a piece of code or a job does begins so, too.
_OF_SUMMARIES = re.compile(
    r"docstring|function|method|code|class|command|summar|purpose|what (?:does|this)|job|resume|\bcv\b|bullet|role",
    re.IGNORECASE,
)


def told_of_answer(output: str, instruction: str) -> str:
    """Return an output that only tells of one: what it should hold, or that it does what was asked."""
    text = output.strip()
    if len(text) > _LONGEST or "\n" in text:
        return ""
    is_told = _TOLD.fullmatch(text) and not _OF_ANSWERS.search(instruction)
    return text if is_told or _does_it(text, instruction) else ""


def _does_it(text: str, instruction: str) -> bool:
    """Return whether a text begins with the verb of the instruction in the third person: "Lists three birds."."""
    asked = _FIRST_VERB.match(instruction)
    if not asked or _OF_SUMMARIES.search(instruction):
        return False
    verb = asked["verb"].casefold()
    third = (
        f"{verb[:-1]}ies" if verb.endswith("fy") else f"{verb}{'es' if verb.endswith(('s', 'sh', 'ch', 'x')) else 's'}"
    )
    return (
        re.match(rf"{third} (?:an?|the|some|several|how|what|why|which|two|three|four|five|\d+)\b", text, re.IGNORECASE)
        is not None
    )
