"""What stands in place of a text: an error of a spreadsheet, a promise, the button of a page, a link."""

import re

# Where a few words, such as one on a button, may be what is asked for.
_OF_WORDS = (
    r"\bwords?\b|onym|phrase|translat|classif|categor|label|\bterms?\b|status|complet|\bfill|\bsay|\breply"
    r"|\brespon[ds]|answers? to\b"
    r"|message|button|caption|\bui\b|\bapp\b|website|\bpage|sign\b|state\b|stage|tense|verb|onomat|spell|anagram|rhym"
    r"|short(?:er|est)"
    r"|politely|thank|welcome|greet|dialog|conversation|chat|\bmean|in (?:french|chinese|english)|score|ratio"
    r"|fraction|\d|\?"
    r"|[词詞字]|[译譯]|[说說句]|回[复復答应應]|消息|按[钮鈕]|[状狀][态態]|[标標][签籤]|分[类類]|填|[界][面]"
    r"|[网網][页頁站]|感[谢謝]|[礼禮]貌"
    r"|[对對][话話]|聊|[问問]候|[缩縮]|比|[？吗嗎]"
)
_OF_LINKS = (
    r"link|url|web ?site|\bsite|address|\bpage|source|where|online|find|https?:|domain|repo|reference|citation|markdown"
    r"|[链鏈]接|[网網]址|[网網]站|地址|[来來]源|哪[里裡]|[参參]考|引用"
)
# What stands in place of a text, and the tasks that may well ask for it.
_STAND_INS = tuple(
    (re.compile(form, re.IGNORECASE | re.DOTALL), re.compile(topic, re.IGNORECASE))
    for form, topic in (
        (r"<?https?://\S+>?|\[[^\]\n]{1,80}\]\(https?://\S+\)", _OF_LINKS),
        (
            r"(?:(?:sure|of course|certainly|absolutely|okay|ok|great question|no problem|happy to help"
            r"|you['’]re welcome"
            r"|thank you|thanks|got it|understood|hello|hi)(?: thing)?[,.!] ?){0,2}"
            r"(?:(?:i can|i['’]ll|i will|let me)(?: \w+){0,2}? (?:do|write|help|get started|start|begin|look into"
            r"|work on|handle"
            r"|prepare|create|generate|draft)"
            r"(?: (?:that|this|it|with that|with this|on that|on it|for you|right away|now|a moment))*"
            r"|one moment(?: please)?|(?:please )?(?:wait|hold on|stand by|give me a moment)"
            r"(?: while i \w+ (?:the |your |an? )?\w+(?: for you)?)?|working on it|(?:generating|searching|loading"
            r"|thinking|processing)"
            r"(?: \w+)?|here(?:['’]s| is) (?:your|the|my) (?:answer|response|output|result)|here you (?:go|are)"
            r"|(?:is there )?anything else (?:you need|i can help with)|happy to help|you['’]re welcome|great question)"
            r"\s?[.!?…]{0,4}|(?:sure|of course|certainly|absolutely|okay|ok|got it|understood)[.!]",
            _OF_WORDS,
        ),
        (
            r"(?:(?:好的?|收到|明白|[没沒][问問][题題]|[当當]然(?:可以)?|可以|不客[气氣]|[谢謝]{2}|你好"
            r"|您好)[，,。！!~～]?\s?){1,2}"
            r"(?:[请請]?(?:稍等|稍候|等待?一下)|[我马馬]上?(?:[来來]|[会會]|[为為这這就]{1,2}|立即){0,2}"
            r"(?:[写寫]|[为為帮幫][您你][^，。！\n]{1,10}|[处處]理|[开開]始))?[。！!…~～.]{0,4}"
            r"|(?:[请請]稍[等候后後][，,。]?)?(?:我)?(?:正在|[内內]容|[数數][据據])?(?:[为為][您你])?(?:生成|加[载載]"
            r"|思考|搜索|[检檢]索|[处處]理|[查][询詢])"
            r"(?:[内內]容|回答|答案)?中?[。….]{1,6}|[内內]容加[载載]中",
            _OF_WORDS,
        ),
        (
            r"(?:copy code|copied!?|copy|share|retry|edit|read more|show more|see more|click here(?: to see more)?"
            r"|regenerate"
            r"(?: response)?|\d ?/ ?\d|coming soon|to be written|in progress|pending|access denied|复制(?:代码)?"
            r"|複製(?:程式碼)?"
            r"|重新生成|[点點][击擊](?:查看更多|展[开開])|展[开開](?:全部|全文)?|[阅閱][读讀]全文|查看更多"
            r"|敬[请請]期待|待更新"
            r"|[该該此]?[内內]容(?:[无無]法[显顯]示|不可用))[。.!！]?",
            _OF_WORDS,
        ),
        (
            r"(?:user safety: ?|response safety: ?|safety: ?)?(?:un)?safe(?:\s*\n\s*S\d{1,2}(?:, ?S\d{1,2})*)?|S\d{1,2}"
            r"|\{\s*\"(?:flagged|safe|unsafe)\"\s*:\s*(?:true|false)\s*\}",
            r"safe|danger|harm|risk|\btoxic|moderat|flag|classif|label|categor|section|\bs\d|安全|[风風][险險]"
            r"|危[险險]|有害|[审審]核|分[类類]",
        ),
        (
            r"(?:(?:what|which) (?:kind|type|sort|tone|style|language|topic|length|format|audience)(?: of)?[^?\n]{0,40}"
            r" (?:would you like|do you (?:want|prefer|need)|should i (?:use|write))[^?\n]{0,20}"
            r"|(?:[请請][问問])?[您你](?:想要|需要|希望|喜[欢歡]|想)(?:什[么麼]|哪[种種一]?)[^？?\n]{0,16})[?？]",
            r"question|\bask|interview|survey|dialog|quiz|\bsay|clarif|translat|waiter|clerk|[问問]|采[访訪]|[调調]查"
            r"|[对對][话話]|[说說]|[译譯]",
        ),
        (
            r"(?:(?:you have|you['’]ve) reached (?:your|the) (?:\w+ ){0,2}limit[^.\n]{0,40}"
            r"|your (?:request|message|prompt|account) (?:has been|was|is) (?:flagged|blocked|suspended"
            r"|rejected)[^.\n]{0,60}"
            r"|this (?:content|request|prompt|message) (?:may violate|violates|was blocked by|has been (?:flagged"
            r"|blocked))"
            r"[^.\n]{0,60}"
            r"|your (?:free )?trial has (?:expired|ended)|(?:please )?upgrade to \w+[^.\n]{0,40}"
            r"|(?:this )?content (?:is )?not available in your (?:region|country)|error: ?[^\n]{1,40}"
            r"|[您你]?(?:今日|今天|本[日月周])?的?(?:[额額]度|次[数數]|用量)[^。\n]{0,6}(?:已?用完|耗[尽盡]"
            r"|已?[达達]到?上限)"
            r"|(?:[该該此]|您的)?(?:[内內]容|[请請]求|提[问問])(?:可能|涉嫌|已)*[违違]反[^。\n]{0,10}(?:[规規]范"
            r"|[规規]範|[规規]定|政策)"
            r"|(?:抱歉|[对對]不起)[，,](?:[该該此])?(?:[内內]容|[问問][题題])(?:可能)?(?:涉及|包含"
            r"|含有)敏感[^。\n]{0,6}"
            r"|(?:[这這][个個事]?|此事)不太?方便(?:[说說]|[讲講]|透露|回答)"
            r"|[扫掃][码碼]?[关關]注[^。\n]{0,12})[.!。！]?",
            rf"{_OF_WORDS}|error|exception|moderat|notice|notif|limit|policy|trial|[错錯][误誤]|公[众眾][号號]",
        ),
        (
            r"(?:thank you|thanks|you['’]re welcome|hello|hi|hey)(?: (?:there|so much))?[.!]|[谢謝]{2}[。！!]",
            _OF_WORDS,
        ),
        (
            r"[?!？！@#%&*]{3,}",
            r"punctuat|\bmarks?\b|wildcard|placeholder|symbol|mask|redact|censor|[标標][点點]|符[号號]|\d",
        ),
        (
            r"(?:[测測][试試]){1,4}|foo ba[rz](?: ba[zr])?",
            r"[测測][试試]|[词詞字译譯]|[输輸]出|\bfoo\b|placeholder|variable|python|code|words?",
        ),
        (
            r"#(?:name\?|value!|ref!|div/0!|num!|null!|spill!|calc!|error!)|#{4,}",
            r"excel|sheet|\bcells?\b|formula|csv|#|表格|[单單]元格|公式|[标標][题題]",
        ),
        (
            r"\[object \w{1,20}\]|undefined|nan",
            r"script|\bjs\b|python|pandas|\bcode\b|function|return|console|expression|evaluat|variable|comput|calculat"
            r"|divi[ds]|slope|\btan(?:gent)?\b|\blimit|\blog\b|\bvalue|代[码碼]|函[数數]|返回|[计計]算|斜率|除"
            r"|[变變]量|[数數]值",
        ),
        (
            r"\[(?:deleted|removed|已[删刪]除)(?: by \w{1,20})?\]",
            r"reddit|forum|redact|moderat|anonymi|\bmark|delet|remov|[删刪]|[脱脫]敏|匿名",
        ),
        (
            r"(?:this is a )?test(?:ing)?(?:[ ,](?:test|123)){0,3}\W?|(?:asdf|qwer|hjkl|zxcv)[a-z]{0,20}|[测測][试試]",
            r"\bwords?\b|onym|translat|classif|categor|\blabel|\bterms?\b|\btypes?\b|\bnames?\b|complet|\bfill|\bverb"
            r"|\bnoun"
            r"|plural|singular|anagram|rhyme|spell|stands? for|print|output|\bstage|\bphase|\bstep|\bkeys?\b|keyboard"
            r"|[词詞字]|[译譯]|分[类類]|填空|[标標][签籤题題]|[键鍵]|[阶階]段|步[骤驟]|[输輸]出",
        ),
        (
            r"(?:(?:all )?done|completed|finished|task completed?|(?:i(?:['’]ve| have) )?(?:now "
            r"|successfully )*completed (?:the|your|this)"
            r" (?:task|request|instruction)s?(?: successfully)?"
            r"|(?:我)?已[经經]?(?:[成功]{2})?完成(?:了)?(?:[该該此本]|[您你]的)?(?:任[务務]|指令|要求|[请請]求)|"
            r"(?:好的?[，,]\s?)?(?:[都全]部?)?(?:已[经經]?)?"
            r"(?:完成|[处處]理好?|整理好|改好|弄好|做好|搞定)了?)\s?[.!。！✅]?",
            r"\bwords?\b|onym|participle|tense|verb|status|label|classif|categor|complet|\bfill|translat|\bsay"
            r"|stat(?:e|us)\b"
            r"|\brepl(?:y|ies)\b|\brespon[ds]|\banswers? to\b|\btext\b|message|\bbutton|whether|\bterms?\b"
            r"|cook|steak|meat|[词詞字][语語汇彙]?|[状狀][态態]|是否|[标標][签籤]|分[类類]|填|[译譯]|[说說]|完成"
            r"|回[复復]|[进進]度",
        ),
        (
            r"(?:好的?[，,！!]\s?)?(?:我)?已[经經]?(?:[为為帮幫按照][您你])?[^，。！？\n]{0,16}(?:完成|完[毕畢]"
            r"|好了?)[。！!]?",
            r"[说說写寫]|消息|通知|回[复復]|短信|[状狀][态態]|是否|[译譯]成|造句|[词詞]|句",
        ),
        (r"lorem ipsum\b.*", r"lorem|latin|dummy|placeholder|filler|sample|html|\bpage|template|layout|占位|示例"),
    )
)


def is_stand_in(output: str, task: str) -> bool:
    """Return whether a text only stands in place of one, and the task is not about such things."""
    topics = (topic for form, topic in _STAND_INS if form.fullmatch(output))
    return any(not topic.search(task) for topic in topics)
