"""Notes at the end of an answer that speak of the answer or of its task, to whoever asked for them.

"Note: this ad can be adapted to your needs.", "(This task tests general knowledge.)", "注：以上内容仅供参考。" A note
on what the answer is about ("Note: use ripe tomatoes.") is a part of it. Which of both a note is, its subject says: the
answer, the task, or the kind of text that was asked for.
"""

import re

# In characters.
_LONGEST = 400
_TASK = (
    r"(?:tasks?|instances?|prompts?|instructions?|requests?|questions?|exercises?|assignments?"
    r"|user'?s? (?:request|query))"
)
_ANSWER = (
    r"(?:answers?|responses?|outputs?|repl(?:y|ies)|completions?|content|contents|text|version|draft|solution|example)"
)
_KIND = (
    r"(?:ads?|advert\w*|slogans?|taglines?|poems?|haikus?|limericks?|sonnets?|stor(?:y|ies)|essays?|letters?|e-?mails?"
    r"|messages?|paragraphs?|passages?|summar(?:y|ies)|descriptions?|speech(?:es)?|dialogues?|conversations?|reviews?"
    r"|posts?|tweets?|captions?|scripts?|lyrics|songs?|translations?|sentences?|articles?|itinerar(?:y|ies)|titles?"
    r"|headlines?|jokes?|riddles?|templates?|notices?|announcements?|invitations?|memos?|reports?|lists?|recipes?"
    r"|plans?)"
)
_OF_TASKS = (
    r"(?:tests?\b|asks?\b|is asking|wants\b|says\b|(?:is|was) (?:designed|meant|intended|supposed|open-ended|subjective"
    r"|hypothetical|fictional|ambiguous|vague|incomplete|unclear)|(?:is|was) an? (?:[\w-]+ ){0,2}?(?:task|question"
    r"|exercise|prompt|one)\b|(?:does not|doesn't|did not|didn't|do not|don't) (?:\w+ )?(?:need|require|have|provide"
    r"|specify|include|mention|give|say|state|ask)|(?:needs?|has|have|requires?|had) no\b|requires? (?:an? "
    r"|the )?(?:input"
    r"|model|user|creativ)|assumes?\b|can be (?:completed|answered|adapted|modified)"
    r"|falls? (?:under|into)\b|belongs? to)"
)
_OF_ANSWERS = (
    r"(?:(?:is|are|was|were) (?:\w+ly )?(?:limited to|as requested|based (?:on|upon)|for (?:reference|illustrat\w+"
    r"|demonstrat\w+)|fictional"
    r"|fictitious|hypothetical|invented|made[- ]up|illustrative|only (?:an? |for )|just (?:an? |for )|an? (?:sample"
    r"|example|general|simplified|suggestion|creative|fictional|possible|basic)|kept (?:short|brief|concise)|generated"
    r"|original|not (?:exhaustive|real)|subject to|open to|provided (?:as|for)|meant|intended|designed|written (?:to"
    r"|for"
    r"|as|in accord\w*))|(?:can|could|may|might|should|must) (?:also |further |easily |always )*(?:be (?:\w+ly )?"
    r"(?:adapt\w*|adjust\w*|modif\w+|customi[sz]\w+|tailor\w*|personali[sz]\w+|chang\w+|edit\w*|alter\w*|tweak\w*"
    r"|expand\w*"
    r"|shorten\w*|extend\w*|verif\w+|improv\w*|review\w*)|var(?:y|ies)|differ|need)|will (?:vary|differ)|var(?:y|ies)\b"
    r"|(?:does not|doesn't) (?:exceed|contain|include|use)|(?:follows?|meets?|adheres?|satisf(?:y|ies)|fulfil+s?"
    r"|fits?|sticks?"
    r"|keeps?|complies|uses|contains|consists|has|have|exceeds|assumes?|demonstrates|showcases|reflects|aims|captures"
    r"|conveys|maintains|incorporates|covers|addresses) )"
)
# How the answer is spoken of by one who has made it.
_THIS = (
    r"(?:this|these|the above|the given|the provided|my|above|the following|both|all(?: of)? the(?:se)?)"
    r"(?: [\w'-]+){0,2}?"
)
_ENGLISH = re.compile(
    rf"\b(?:{_THIS}|the|other|your|users?'?s?)\s(?:{_TASK}),? (?:\w+ly |also |only |just )?{_OF_TASKS}"
    rf"|\b{_THIS} (?:{_ANSWER}) (?:\w+ly |also |only |just )?{_OF_ANSWERS}"
    rf"|\b(?:the|actual|exact|other|your) (?:answers?|responses?) (?:\w+ly |also )?{_OF_ANSWERS}"
    rf"|\b(?:other|different|several|many|multiple|alternative) (?:correct |valid |possible |good )?(?:answers?"
    rf"|responses?"
    r"|solutions?) (?:are|may|might|could|would) (?:also )?(?:be )?(?:possible|acceptable|valid|correct|accepted)"
    r"|\banswers (?:may|might|will|can) (?:vary|differ)\b|\b(?:as|per) (?:requested|instructed|specified in"
    r"|the (?:prompt|request"
    rf"|instructions?|task|user))\b|\bthis is (?:just |only |merely )?an? (?:[\w-]+ ){{0,2}}?(?:{_TASK}|answer"
    rf"|response)\b"
    rf"|\bthis is an? (?:fictional|fictitious|hypothetical|invented|made-up|sample|generic|suggested) (?:[\w-]+ )?"
    rf"(?:{_KIND}|{_ANSWER})\b"
    rf"|\b{_THIS} (?:{_KIND}) (?:\w+ly |also |only |just )?{_OF_ANSWERS}"
    r"|\b(?:as|since|because) (?:no|there (?:is|was) no) (?:\w+ ){0,2}(?:input|context|details|information"
    r"|text) (?:was|were"
    r"|is|has been)?\s?(?:given|provided|specified)|\bno (?:additional |further |specific )?input (?:is "
    r"|was )?(?:needed"
    r"|required|provided|necessary|given)|\bI (?:have |'ve )?(?:kept|tried|chose|chosen|assumed|used|wrote|written"
    r"|made|added"
    r"|included|interpreted|avoided|focused|aimed|left|omitted|simplified)\b",
    re.IGNORECASE,
)
_ITS_OWN = (
    r"(?:答案|回[答复復]|[输輸]出|[内內]容|文[本案字章]|信息|[结結]果|示例|例子|[范範]文|版本|[广廣]告[语語词詞]?"
    r"|[诗詩]歌?|故事|[标標][语語]"
    r"|口[号號]|[邮郵]件|短信|信件?|[对對][话話]|作文|摘要|[总總][结結]|描述|介[绍紹]|方案|[计計][划劃]|[译譯]文"
    r"|[数數][据據]|人物|情[节節]"
    r"|人名|[评評][论論]|[点點][评評]|[笑][话話]|[谜謎][语語]|句子|段落|[标標][题題]|列表|[计計]算)"
)
_CHINESE = re.compile(
    r"(?:[此本该該][条條道个個]?|[这這][条條道个個]|以上|上述|原)?(?:任[务務]|指令|[题題]目?|[问問][题題]|提示[词詞]?"
    r"|要求)(?:中|本身|里|裡)?"
    r"[^。，,；\n]{0,6}?(?:[无無不]需|不需要|[没沒]有?(?:提供|[给給]出|[输輸]入|[说說]明|具[体體]|明[确確]|指定)"
    r"|未(?:提供|[给給]出|指定|[说說]明|明[确確])"
    r"|考[查察]|旨在|[属屬]于|要求|是一[个個道条條]|[为為]开放|[为為]開放|只?需要?[输輸]出|[测測][试試])"
    r"|(?:符合|[满滿]足|[遵][循守]|按照?|依照?|根[据據])[^。，,；\n]{0,8}?(?:任[务務]|指令|[题題]目"
    r"|提示[词詞])(?:中)?的?(?:要求|格式|[规規]定)?"
    rf"|(?:[此本该該][条條篇段首句份]?|[这這][条條篇段首句份]|以上|上述|上面的?|前述)(?:的|所有|全部|[为為]"
    rf"|是)*{_ITS_OWN}(?:[、和与與及]{_ITS_OWN})?"
    r"[^。；\n]{0,10}?(?:[仅僅]供|[仅僅][为為是作]|[仅僅]用于|只[是供作]|可以?[根按视視依]|可能|可[自酌适適进進]"
    r"|[均皆都纯純]?[为為属屬系係][于於]?"
    r"(?:[虚虛][构構]|假[设設]|示例|模[拟擬]|[编編]造|[杜][撰])|是?基于|是?基於|是?根[据據]|符合|[满滿]足|[遵][循守]"
    r"|不代表|不[构構]成|仍?需|字[数數]"
    r"|[应應應][该該]?根|不超[过過]|不含|[体體][现現]了|由)"
    r"|(?:答案|回[答复復]|[内內]容|[输輸]出)[^。，,；\n]{0,4}?(?:[仅僅]供[参參]考|不唯一|不止一|可能不|[因]人而"
    r"|言之有理|合理即可)"
    r"|由[于於](?:[没沒]有|未|缺[少乏])(?:提供|[给給]出|指定|任何|更多|具[体體]|[说說]明)",
)
_LABEL = (
    r"(?:(?:please |kindly |do )?note(?: that|s)?|n\.?\s?b\.?|p\.?\s?s\.?|disclaimer|remarks?|comments?|explanation"
    r"|reason(?:ing)?"
    r"|rationale|justification|clarification|(?:author|editor|translator|writer|model)'?s? note|note to [\w ]{2,20}"
    r"|附?[注註][释釋解]?|[备備][注註]|注意|[请請]注意|[温溫]馨提[示醒]|[说說]明|提示|[声聲]明|附[记記言]"
    r"|解[释釋析說说]|理由|[点點][评評])"
)
# In a last paragraph of its own, perhaps below a rule, or in brackets at the end of the last line.
_TO_THE_MAKER = re.compile(
    r"[^\w\n]{0,6}notes? (?:to|for) (?:the |all |our )?(?:annotators?|reviewers?|users?|graders?|developers?"
    r"|evaluators?"
    r"|raters?|trainers?|model|ai)\b|[^\w\n]{0,6}(?:[给給致][标標][注註]|[审審]核|[评評]估|[开開][发發])(?:者"
    r"|[员員])?的?(?:[备備][注註]|[说說]明)",
    re.IGNORECASE,
)
_NOTE = re.compile(rf"[^\w\n]{{0,6}}{_LABEL}[*_ ]{{0,3}}(?:[:：，,、—–-]|(?<=that))", re.IGNORECASE)
# What needs no label and no brackets, in a paragraph of its own.
_CLOSES = re.compile(
    r"\W*(?:(?:the )?(?:task|output|answer|response|generation|request)s? (?:is |was |has been |have been )?(?:now "
    r"|successfully )*"
    r"(?:completed?|finished|done|generated|ended)(?: successfully)?|end of (?:the )?(?:answer|response|output|task"
    r"|text)|continue|next"
    r"|(?:[任][务務]|回[答复復]|[输輸]出|生成|[创創]作)(?:已|全部)*(?:完成|[结結]束|完[毕畢])了?"
    rf"|(?:以上|这|這)就?[是为為](?:我|本人)的?(?:全部|完整)?的?(?:{_ITS_OWN}|解答|看法)"
    rf"|(?:以上|本|此)?的?(?:{_ITS_OWN})?[均都]?[仅僅]?供(?:[您你大家])?(?:[参參]考"
    rf"|借[鉴鑒])(?:[，,；;][^。\n]{{0,24}})?"
    r"|如有(?:不[妥当當足]|[错錯][误誤]|[纰紕]漏|[遗遺]漏)[^。\n]{0,8}[，,][^。\n]{0,6}(?:指正|指出|[见見][谅諒]|包涵"
    r"|[补補]充)"
    rf"|(?:[您你](?:也|还|還)?)?(?:可以?|[请請])(?:自行)?(?:根[据據]|按照?|[视視]|依)[^。，,\n]{{0,12}}(?:情[况況]"
    rf"|需[要求]|喜好|要求)"
    rf"[^。，,\n]{{0,6}}(?:[修更][改正]|[调調]整|增[删減减]|[补補]充|使用"
    rf"|替[换換])(?:[该該此这這本以上述]{{0,2}}{_ITS_OWN})?"
    r"|(?:please )?feel free to (?:modify|adjust|edit|adapt|customi[sz]e|change|tweak|use|expand)[^.!?\n]{0,60}"
    r"|you (?:can|may|could) (?:modify|adjust|edit|adapt|customi[sz]e|change|tweak)[^.!?\n]{0,40}"
    r"(?:as (?:needed|necessary|you (?:like|wish|see fit))|accordingly|to (?:fit|suit|match"
    r"|meet) your [\w ]{1,20}))\W*",
    re.IGNORECASE,
)
# A line for whoever sorts the data, if it is the only one with a label, and a source that is none.
_FOR_SORTING = re.compile(
    r"[(（\[【]?(?:(?:quality|category|task type|tone|style|language|domain|length|word limit|类别|類別|[质質]量"
    r"|[语語][气氣言]|[风風]格"
    r"|任[务務][类類]型|[标標][签籤]|[领領]域|篇幅)[:：][^\n:：。]{1,40}"
    r"|(?:(?:data )?sources?|references?|(?:[数數][据據]|[资資]料)?[来來]源|出[处處]|[参參]考)[:：]\s?(?:(?:general"
    r"|common|my|world|public)"
    r" knowledge|(?:the )?(?:internet|web|training data|model)|AI|常[识識]|[网網][络絡路]|公[开開][资資]料|模型"
    r"|[训訓][练練][数數][据據])"
    rf"|(?:以上|本|此){_ITS_OWN}?(?:[来來]自|[来來]源于|摘自)(?:[网網][络絡路]|互[联聯][网網]|AI))[)）\]】]?[.。]?",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[^\w\n]{0,4}[^\W\d_][\w ]{0,20}[*_]{0,2}[:：]", re.MULTILINE)
# What is said to the user at the end: thanks, hopes, whether it will do.
_SAID_TO_USER = re.compile(
    r"\W*(?:(?:i |we )?hope (?:this|that|these|it|you)\b[^\n]{0,80}|(?:thank you|thanks)(?: so much| very much)?"
    r"(?: for (?:using|reading|asking|your)\b[^\n]{0,60})?|any (?:other |more |further )*(?:questions|thoughts"
    r"|feedback)"
    r"|(?:(?:does|is|are|was|would|will|has) (?:this|that|it|these)|(?:do|did) you)\b[^.!?\n]{0,24}\b(?:help"
    r"|work for you|what you"
    r"|make sense|any (?:other |more |further )*(?:questions|requests)|useful|suit you|okay|ok|sound good"
    r"|clear)\b[^.!?\n]{0,40}"
    r"|what do you think|(?:please )?(?:provide|share|give)(?: me| us)?(?: your| any| some)? (?:feedback|thoughts)"
    r"|(?:is|are) there anything (?:else|you)[^.!?\n]{0,40}|(?:best|kind|warm) (?:regards"
    r"|wishes),?\s+your ai\b[^\n]{0,20}"
    r"|[谢謝]{2}(?:[您你]的?[^。\n]{0,8})?|感[谢謝][您你]?的?(?:使用|提[问問]|[阅閱][读讀]|[支][持]|[关關]注"
    r"|耐心)[^。\n]{0,8}"
    r"|希望[^。\n]{0,16}(?:[满滿]意|[满滿]足[^。\n]{0,6}需[求要]|符合[^。\n]{0,6}(?:期望|要求|需[求要]|[预預]期)"
    r"|[对對][^。\n]{0,4}有所?[帮幫]助|喜[欢歡])"
    r"|如果?[您你]?[^。，\n]{0,4}不[满滿]意[，,][^。\n]{1,20}|(?:[请請][问問])?[您你]?(?:[觉覺]得|看|[认認][为為])?"
    r"(?:[这這][样樣]|如此)?(?:可以|怎[么麼][样樣]|如何|行)[吗嗎呢]?[?？]|[请請]?[问問]?[您你]?[还還]有(?:其他"
    r"|什[么麼]|[别別]的)[^。？\n]{0,6}"
    r"(?:[问問][题題]|需要)[^。？\n]{0,3}[?？]|[继繼][续續][吗嗎]?[?？]|[—-]{1,3}\s?(?:[来來]自|[你您]的)?(?:AI"
    r"|智能)助手)\W*",
    re.IGNORECASE,
)
_WANTS_QUESTIONS = re.compile(
    r"question|\bask|interview|survey|quiz|riddle|call to action|discuss|reflect|[问問]|采[访訪]|[调調]查|[谜謎]|思考"
    r"|互[动動]",
    re.IGNORECASE,
)
# A question of its own below an answer, to whoever asked.
_ASKS_BACK = re.compile(
    r"\W*(?:(?:follow-?up(?: question)?s?|curious|question for you|quick question|one question"
    r"|also)\W{1,3}[^.!?\n]{1,120}\?"
    r"|(?:what|which|how|where|when|do|does|did|are|is|have)\b[^.!?\n]{0,60}\b(?:you|your|you're)\b[^.!?\n]{0,60}\?"
    r"|追[问問][:：][^\n]{1,60}|[^。！？?\n]{0,12}[你您][^。！？?\n]{1,30}[？?])\W*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[-—=*_]{3,80}\s*")
_IN_BRACKETS = re.compile(r"[(（\[【](?P<said>[^()（）\[\]【】]{4,300})[)）\]】][^\w\n]{0,3}\Z")
_OPENED = re.compile(r"[^\w\n]{0,6}[(（\[【*_]")
_SPEAKS_OF_TASKS = re.compile(
    r"\b(?:tasks?|prompts?|instructions?|exercises?|assignments?|questions?|quiz\w*|exams?|tests?)\b|任[务務]|指令"
    r"|[题題]"
    r"|提示[词詞]|作[业業]",
    re.IGNORECASE,
)
_ASKS_FOR_NOTES = re.compile(
    r"\bnot(?:e|es|ing)\b|disclaim|explan|explain|comment|remark|reason|justif|why|footnote|fine print|注[释釋解明]?"
    r"|[备備]注"
    r"|[说說]明|[声聲]明|解[释釋]|理由|原因|提示|免[责責]",
    re.IGNORECASE,
)


def note_on_the_answer(output: str, task: str) -> str:
    """Return the note, "" if there is none, or the task asks for notes."""
    above, _, paragraph = output.rstrip().rpartition("\n\n")
    line = paragraph.rpartition("\n")[2]
    if _ASKS_FOR_NOTES.search(task):
        return ""
    if above.strip() and len(line) <= _LONGEST and line.strip() not in task:
        is_label = _FOR_SORTING.fullmatch(line.strip()) and len(_LABELLED.findall(output)) <= 1
        if _CLOSES.fullmatch(line) or (is_label and not _is_named(line, task)):
            return line.strip()
    for note in (paragraph, line):
        ruled = _RULE.match(note)
        text = note[ruled.end() :] if ruled else note
        if (
            len(text) <= _LONGEST
            and len(text) < len(output.strip())
            and _is_note(text)
            and _is_on_the_answer(text, task)
        ):
            return text.strip()
    bracket = _IN_BRACKETS.search(line[-_LONGEST:])
    is_last = bracket and len(bracket.group()) < len(output.strip())
    return bracket.group() if bracket and is_last and _is_on_the_answer(bracket["said"], task) else ""


def closing_words(output: str, instruction: str) -> str:
    """Return a last paragraph that only thanks the user, hopes, or asks something back, "" if there is none."""
    above, _, last = output.rstrip().rpartition("\n\n")
    is_closing = above.strip() and len(last) <= _LONGEST and _SAID_TO_USER.fullmatch(last)
    if above.strip() and not re.search("[?？]", above) and not _WANTS_QUESTIONS.search(instruction):
        is_closing = is_closing or _ASKS_BACK.fullmatch(last)
    # What ends with one of several questions asks them all.
    return last.strip() if is_closing and not above.rstrip().endswith(("?", "？", ",", "，", ":", "：")) else ""


def _is_named(line: str, task: str) -> bool:
    """Return whether the task has the label of a line."""
    return re.split("[:：]", line.casefold(), maxsplit=1)[0].strip(" ([（【*_") in task.casefold()


def _is_note(text: str) -> bool:
    is_in_marks = _OPENED.match(text) and text.rstrip()[-1:] in ")）]】*_"
    return bool(is_in_marks or _NOTE.match(text) or _TO_THE_MAKER.match(text))


def _is_on_the_answer(note: str, task: str) -> bool:
    """Return whether a note speaks of the answer, or of the task where this is not about tasks itself."""
    said = [*_ENGLISH.finditer(note), *_CHINESE.finditer(note), *_TO_THE_MAKER.finditer(note)]
    return any(not (_SPEAKS_OF_TASKS.search(each.group()) and _SPEAKS_OF_TASKS.search(task)) for each in said)
