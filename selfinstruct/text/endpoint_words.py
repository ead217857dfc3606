"""What endpoints say when they do not answer, where it stands as an answer: "余额不足，请充值", "Content Exists Risk".

Gateways hand the words of an error on as a completion. They speak of what only who asked has to do with: an account, a
limit of tokens, a model that is not there, a review of the content. A task that speaks of the same thing may well be
answered so. What each endpoint says stands in docs/endpoints.md.
"""

import re

# In characters.
_LONGEST = 400
_BEGINS = r"\A[^\w<]{0,6}(?:(?:sorry|oops|error)\W{1,3}|[^\n]{0,60}Error[:：] |(?:[抱很]歉|对不起|對不起)[，,！!]\s?)?"
_ACCOUNT = (
    r"(?:account|organi[sz]ation|project|(?:credit )?balance|credits?|quota|(?:the )?free tier|budget|api[- ]?key|token"
    r"|billing)"
)
# By what they speak of, the words of which the task must not hold.
_ENGLISH = {
    r"tokens?|context|prompt|model|parameter|length|limit|llm|ai\b|gpt|max": (
        rf"{_BEGINS}(?=[^\n]{{0,200}}\b(?:max_\w+|maxOutputTokens|context (?:length|size|window|limit)"
        rf"|tokens?\b|token limit"
        r"|(?:prompt|input|batch)(?: size| length)?)\b)"
        r"(?:<\d{3}> |litellm\.|invalid (?:request|max_tokens|params)|unsupported parameter"
        r"|requested tokens?\b|request\b"
        r"|the request\b|input (?:length|validation|is too|should be)|(?:the )?(?:input|prompt"
        r"|decoder prompt|context size)\b"
        r"|(?:this|the) (?:model|endpoint)'s maximum|you passed \d|max_\w+|[`'\"]max_\w+|trying to keep"
        r"|the number of tokens"
        r"|total tokens|the (?:parameter|maximum tokens)|number of input tokens|unable to submit request)"
        r"[^\n]{0,200}?(?:exceed|too (?:large|long)|(?:greater|larger|longer|less|more|fewer) than|must be"
        r"|should be|at most|not "
        r"(?:supported|permitted|valid)|invalid|reduce|allowed|overflow|valid range|limit\b|maximum"
        r"|provide a shorter|but the (?:request|supported))"
    ),
    (
        r"account|balance|credit|quota|billing|budget|bank|pay"
        r"|money|tokens?|api|spend|debt"
    ): (
        rf"{_BEGINS}(?:(?:your|this|the|user|no"
        rf"|sorry,? your)\s(?:[a-z]+ )?{_ACCOUNT}\b[^\n]{{0,40}}?\b(?:has (?:no|reached|been|not"
        r"|an)|is (?:too low|insufficient|not enough|suspended|overdue|exhausted|invalid)|exceeded|overdue)"
        r"|insufficient (?:account )?(?:balance|credits?|quota|funds)\b|(?:you(?:'ve"
        r"| have)? )?exceeded your current quota"
        r"|(?:the )?request failed because your account|access denied\b[^\n]{0,20}your account"
        r"|budget has been exceeded|ExceededBudget\b)"
    ),
    r"\bkeys?\b|passw|log ?in|auth|access|tokens?|api|country|region|secret": (
        rf"{_BEGINS}(?:(?:incorrect|invalid|no valid) (?:api[- ]?key|token|auth\w*)\b"
        rf"|api[- ]?key (?:is )?not valid|unauthori[sz]ed\W*\Z"
        r"|no auth credentials|login fail\b|user location is not supported|authentication (?:failed|error))"
    ),
    r"\bmodels?\b|\bai\b|llm|gpt": (
        rf"{_BEGINS}(?:(?:the )?model \S{{1,40}} (?:does not exist|not found)|model (?:does )?not exist\b"
        rf"|invalid model name"
        r"|no (?:models? loaded|deployments? available)|loading model\W*\Z|the model has crashed"
        r"|(?:the )?(?:model|engine|server)"
        r" is (?:currently )?overloaded|your account has not activated the model|the api deployment)"
    ),
    r"moderat|content|sensitive|filter|policy|risk|flag|inappropriate|censor": (
        rf"{_BEGINS}(?:content exists risk|[^\n]{{0,40}}(?:input|output)(?: (?:data|text|image))? (?:may"
        rf"|might) contain (?:inappropriate"
        r"|sensitive)|the (?:response|prompt) was filtered\b|[^\n]{0,60}requires moderation, and|(?:the "
        r"|your )?(?:request|input|prompt)"
        r" was (?:rejected|flagged|blocked|refused) (?:because|by|due|as)|output new_sensitive)"
    ),
    (
        r"request|network|server|provider|rate|limit|internet"
        r"|connect|system|operation|deadline"
    ): (
        rf"{_BEGINS}(?:(?:context )?deadline exceeded|request (?:too large|was rejected due to rate)"
        rf"|rate limited\W*\Z|overloaded\W*\Z"
        r"|provider (?:returned error|disconnected)|the operation was cancell?ed\W*\Z|unknown error\W*\Z"
        r"|requests? rate limit"
        r"|the service is currently unable|your (?:account|request)[^\n]{0,40}(?:inference|rate|request) limit"
        r"|invalid schema for)"
    ),
}
_ZH_BEGINS = r"\A[^\w\n]{0,6}(?:(?:[抱很]歉|对不起|對不起|提示|[错錯][误誤])[，,！!：:]\s?)?"
_CHINESE = {
    (
        r"[账賬帐帳][户戶号號]|余[额額]|餘額|[额額]度|令牌|充值|欠[费費]|付|[钱錢]|[银銀]行"
        r"|配[额額]|卡|手[机機]|[电電][话話]|[话話][费費]|流量|[缴繳]"
    ): (
        rf"{_ZH_BEGINS}(?:[您你]的|[该該]|[当當]前|本)?(?:API)?(?:[账賬帐帳][户戶号號]|余[额額]|餘額|[额額]度|令牌|配[额額]|限[额額])"
        r"[^。！\n]{0,10}?(?:不足|欠[费費]|用[尽盡完]|[达達]到?[^。，\n]{0,4}(?:上限|限制)|[无無]效|[过過]期|停用|[冻凍][结結])"
        r"|\A[^\w\n]{0,6}已[达達]到?[^。，\n]{0,12}(?:使用|[调調]用|速率|[频頻]率)?上限|\A[^\w\n]{0,6}[无無]效的令牌"
    ),
    (
        r"敏感|安全|[审審][核查]|[违違][规規法]|[检檢][测測]|[风風][险險控]|不[当當]|[内內]容"
        r"|[过過][滤濾]|[视視][频頻]|下架|[发發][布送]|平台|封[号號]"
    ): (
        rf"{_ZH_BEGINS}(?:系[统統](?:[检檢][测測]|[识識][别別])到|(?:[经經])?[检檢][测測]到?(?:[您你]的)?(?:[输輸]入|[内內]容|提[问問]|文本)"
        r"|(?:[您你]的?|[当當]前|[该該]|本次)?(?:[输輸][入出]|提[问問]|[问問][题題]|[请請]求|[内內]容|文本)(?:的?[内內]容)?(?:或生成[内內]容)?可?能?(?:已)?"
        r"(?:包含|含有|涉及|涉嫌|存在|触[发發犯]|觸[发發犯])[^。！\n]{0,12}?(?:不安全|敏感|[违違][规規法]|不[当當]|不合[规規]|[风風][险險控]|[审審][核查])"
        r"|(?:[内內]容)?[审審][核查](?:未|不)通[过過])"
    ),
    r"模型|[参參][数數]|AI|人工智": (
        r"\A[^\w\n]{0,6}(?:模型不存在|(?:Prompt|提示[词詞]|[输輸]入)\s?(?:超[长長]|[过過][长長])|[^\s，。]{0,20}[参參][数數](?:非法"
        r"|[错錯][误誤]|[无無]效)"
        r"|(?:[当當]前)?(?:分[组組]|模型)[^。，\n]{0,30}[无無]可用渠道|[该該]?模型(?:[当當]前)?[访訪][问問]量?[过過]大|[该該]模型(?:未[开開]通|已下[线線]))"
    ),
    r"[验驗][证證]|登[录錄]|密[码碼钥鑰]|[权權]限|身份|[认認][证證]": (
        r"\A[^\w\n]{0,6}(?:身份[验驗][证證]|[鉴鑒][权權]|[认認][证證]|API\s?密[钥鑰])(?:失[败敗]|[错錯][误誤]|[无無]效)"
    ),
    r"[请請]求|[访訪][问問]|[频頻]率|服[务務]器?|伺服器|系[统統]|[网網]|稍[后後候]|[并並][发發]|限流": (
        rf"{_ZH_BEGINS}(?:[您你]的?|[当當]前|目前|[现現]在|[该該]|本|系[统統])*(?:[请請]求|[访訪][问問]|使用|[并並][发發]|[调調]用|[频頻]率|人[数數]|服[务務])"
        r"(?:[数數量]|人[数數]|[频頻]率|次[数數]|[请請]求)*(?:[过過太][多大高快密]|超限|超出[^。，\n]{0,6}(?:限制|上限)|已?[达達]到?(?:速率)?(?:上限|限制))"
        r"|\A[^\n。]{0,30}[，,。！]\s?[请請][您你]?稍[后後候](?:片刻)?(?:[后後])?(?:再|重新)?(?:[试試重]|尝试|嘗試)[^\w\n]*\Z"
    ),
}
_SAID = [
    (re.compile(words, flags), re.compile(pattern, flags))
    for said, flags in ((_ENGLISH, re.IGNORECASE), (_CHINESE, re.IGNORECASE))
    for words, pattern in said.items()
]


def said_by_endpoint(output: str, task: str) -> str:
    """Return an output, or its last paragraph, that says why an endpoint does not answer, "" if none does."""
    whole = output.strip()
    last = whole.rpartition("\n\n")[2]
    for text in {whole: None, last: None}:
        if len(text) <= _LONGEST and any(says.search(text) and not words.search(task) for words, says in _SAID):
            return text
    return ""
