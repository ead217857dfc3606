"""How models decline in English, and how they ask for what the task did not give."""

import re

from selfinstruct.text.patterns import pattern_of

_I = r"i(?: simply| just| really| currently| also| still)?"
_CANNOT = (
    rf"(?:{_I} (?:can ?not|can't|cant|won't|will not|wouldn't|would not|could not|couldn't|do not|don't)(?: be able "
    r"to)?"
    r"|i(?:'m| am)(?: \w+ly)? (?:un(?:able|willing)|not (?:\w+ )?(?:able|allowed|permitted|comfortable|equipped|"
    r"programmed|designed|trained|authori[sz]ed|in a position))(?: to| with)?)"
)
_AI = r"(?:ai|a\.i\.|artificial intelligence|(?:ai |large |text-based )*language model|chatbot|virtual assistant)"
_NOT_A_PERSON = (
    r"(?! (?:researcher|engineer|expert|developer|scientist|specialist|ethicist|consultant|company|start-?up|student|"
    r"enthusiast|professor|lab|team|tool|product)s?\b)"
)
_MADE_BY = r"(?:[^.\n]{0,60}?,)?"
_WHAT_IS_ASKED = r"(?:request|question|query|prompt|instruction|task|topic|subject|conversation|inquiry)"
_SERVES = (
    r"(?:help(?! (?:but|it|\w+ing)\b)|assist|comply|fulfill?|provide|create|generate|produce|complete|answer|write|"
    r"discuss|engage|access|view|browse|process|translate|determine|offer|respond|comment|predict|recommend|verify|"
    r"disclose|reveal|retrieve|evaluate|estimate|perceive|obtain|locate|summari[sz]e|analy[sz]e|review|describe"
    r"|explain|advise|speculate|suggest|endorse|feel|"
    r"experience|share|support|perform|do (?:that|this|so)|have (?:the )?(?:ability|access|feelings|emotions|"
    r"opinions|"
    r""
    r"personal|real-time|enough information|sufficient))"
)
_SORRY = (
    r"(?:(?:i(?:'m| am) (?:\w+ )?)?(?:sorry|afraid)|(?:my )?(?:sincere )?apologies|i (?:must |do )?apologi[sz]e|"
    r"unfortunately|regrettably|i (?:deeply )?regret)\b"
)
# Not in quotation marks: what follows would be said by someone.
_START = r"(?:^|(?<=[.!?:] )|(?<=\n))[^\w“\"'‘]{0,9}"

_OF_ITSELF = (
    rf"\b(?:as|being) an? (?:[\w-]+ )?{_AI}\b{_NOT_A_PERSON}(?: (?:assistant|chatbot|system"
    rf"|model))?{_MADE_BY}[^.,\n]{{0,40}}?,? (?:i|my)\b"
    rf"|\bi(?:'m| am) (?:just |only |merely )?an? {_AI}\b"
    r"(?=[.,]| (?:assistant|chatbot|language|model|and|so|developed|created|trained|designed|without)\b)"
)
OF_ITSELF = pattern_of(_OF_ITSELF, re.IGNORECASE)
# In any task: an assistant speaks of itself, or of the request.
SURE = pattern_of(
    rf"{_OF_ITSELF}"
    rf"|\b(?:{_SORRY}[^.\n]{{0,40}}?\b)?{_CANNOT} (?:\w+ ){{0,3}}?(?:{_SERVES}|continue|proceed|answering|"
    rf"discussing) "
    rf"(?:\w+ ){{0,3}}?(?:that|this|your|the|such|these|those) (?:\w+ )?{_WHAT_IS_ASKED}"
    r"|\bi (?:must|have to|need to|will have to|will|would|'ll) ?(?:\w+ly )?(?:decline|refuse) (?:\w+ "
    rf"){{0,3}}?{_WHAT_IS_ASKED}"
    r"|\bi(?:'m| am) (?:just |only )?(?:not (?:programmed|designed) to|(?:programmed|designed) to (?:be|provide|"
    r"assist|follow))\b"
    r"|\b(?:beyond|outside(?: of)?|not within|exceeds?) (?:of )?my (?:\w+ )?(?:scope|capabilit|abilit|training|"
    r"knowledge)"
    r"|\b(?:against|violat\w+|within|outside) (?:my|openai's) (?:\w+ )?(?:programming|guidelines|polic(?:y|ies)|"
    r"principles)"
    r"|\bmy (?:last )?knowledge (?:cut-?off|update|base)\b|\bmy training (?:data "
    r")?(?:cut-?off|only|ends|does not|doesn't|did not|didn't)\b"
    r"|\bmy (?:knowledge|training(?: data)?|information) (?:ends|stops|goes up|only (?:goes|extends)"
    r"|is (?:only )?(?:current|up to date|limited))\b"
    r"|\bas of my (?:last|latest|most recent)(?: \w+){0,2} (?:update|cut-?off|training)\b"
    r"|\bi (?:do not|don't) (?:currently )?(?:have|possess) (?:(?:real-time|internet|current|live)\b|access to "
    r"(?:real|current|live|the internet|up-to)|"
    r"personal (?:opinions?|experiences?|feelings|beliefs|information|preferences)|(?:feelings|emotions)\b(?! for)|"
    r"(?:a )?(?:physical|consciousness)|(?:enough|sufficient) (?:information|context|details|data))\b"
    r"|\bi(?:'m| am) (?:chatgpt|gpt-?\d\w*|claude|gemini|qwen[\w.-]*|deepseek[\w.-]*|llama|mistral|grok|kimi|chatglm|"
    r"copilot|ernie bot)\b,? (?:an? |made|created|developed|trained|built|your ai)"
    r"|^\W{0,9}(?:that|this)(?:'s not| is not| isn't) something (?:that )?i (?:can|could|will|am able to)\b"
    r"|\A\W*(?:this |the )?(?:content|response|output|text) (?:was |is |has been )?"
    r"(?:filtered|removed|blocked|withheld)\b[^.\n]{0,60}\W*\Z"
    r"|\b(?:outside|beyond)(?: of)? (?:the scope of )?what i(?:'m| am| can|'m able| am able)\b"
    rf"|\b(?:this|that|your|the) {_WHAT_IS_ASKED} (?:violates?|goes against|breaches|falls outside|is (?:against"
    rf"|outside))\b"
    r"|\blet's (?:talk|chat) about (?:something|math)|\bnot sure how to approach this (?:type of )?question"
    rf"|\A{_START}(?:{_SORRY}[^.\n]{{0,40}}?\b)?{_CANNOT} (?:\w+ly )?(?:comply|fulfill?|"
    r"(?:create|generate|produce|complete|provide|write) (?:that|this|such|any|content)\b)"
    rf"|\A{_START}(?:{_SORRY}[^.\n]{{0,12}}?\b)?{_CANNOT} (?:assist|help)(?: you)? with (?:that|this)\W*\Z",
    re.IGNORECASE,
)
# People say so, too, before they ask for something: it must be all that is said.
_ALONE = r"(?=[^.!?\n]*+[.!?]?\W*\Z)"
# Unless the task asks for someone's words.
DECLINING = pattern_of(
    rf"\A{_START}i(?:'m| am) not (?:really )?comfortable (?:with|doing|answering|discussing|writing|sharing)\b|"
    rf"{_START}{_SORRY}[^.!?\n]{{0,60}}?\b{_CANNOT} (?:\w+ly )?{_SERVES}\b"
    rf"|\A{_START}{_CANNOT} (?:\w+ly )?(?:{_SERVES}|answering|discussing|providing|writing|helping|sharing)\b|"
    rf"(?:\bhowever|\bbut),? {_CANNOT} (?:\w+ly )?{_SERVES}\b"
    rf"|\A{_START}(?:i(?:'m| am) (?:\w+ )?sorry,? (?:but )?)?i (?:must|have to|need to|will have to) (?:\w+ly "
    r")?(?:decline|refuse)\b"
    rf"|{_START}(?:{_SORRY}[,.]? (?:but )?)?i "
    r"(?:(?:have not|haven't)(?: yet)? (?:learn(?:ed|t)|been (?:taught|trained))"
    rf"|have yet to learn|did not learn|didn't learn)(?: yet)?(?: how)? to (?:\w+ly )?{_SERVES}\b"
    rf"|\A{_START}{_SORRY}[,.]? (?:but )?i(?:'m| am) still learning\b"
    rf"|\A{_START}i (?:do not|don't) (?:currently )?have (?:the ability|(?:\w+ )?access)\b"
    rf"|\A{_START}(?:{_SORRY}[,.]? (?:but )?)?(?:i (?:do not|don't) have (?:any )?information (?:on|about)"
    r"|(?:i have no|no) information (?:on|about|is available)"
    r"|i lack (?:the |any |enough )?(?:ability|access|information|knowledge|context)"
    rf"|i(?:'d| would) (?:rather|prefer) not(?: to)? {_SERVES}"
    r"|i refuse(?! to (?:believe|give up|accept))|no,? i (?:won't|will not|can't|cannot) (?:do|help|answer|write)"
    r"|it(?:'s| is| would be) (?:not possible|impossible|inappropriate|wrong) for me to"
    r"|it (?:would not|wouldn't|would hardly) be (?:appropriate|possible|right|ethical|responsible) for me to"
    r"|i (?:could not|couldn't|cannot|can't|was unable to|am unable to|did not|didn't) (?:find|locate) (?:any |"
    r"enough )?"
    r"(?:\w+ )?(?:information|details|data|results|sources?|references?)|i was not trained (?:on|to)"
    r"|due to (?:\w+ )?(?:content|usage|safety|openai's) (?:polic\w+|guidelines|restrictions), i"
    rf"|as an? (?:machine|computer program|digital assistant|bot|neural network), i)\b{_ALONE}"
    rf"|\A{_START}(?:{_SORRY}[,.]? (?:but )?)?i (?:do not|don't) know(?: that| this| the answer)?\W*\Z"
    r"|^\W{0,9}sorry,? (?:but )?(?:that|this|it)(?:'s| is) (?:not something|beyond|outside|against)",
    re.IGNORECASE,
)

_THING = (
    r"(?:text|articles?|passages?|paragraphs?|sentences?|essay|documents?|content|input|code|snippet|data(?:set)?|"
    r"list|"
    r"numbers?|table|poem|story|stories|e-?mail|words?|questions?|equation|problem|title|topic|subject|link|"
    r"url|image|"
    r""
    r"picture|file|statements?|recipe|reviews?|transcript|speech|lyrics|prompt|instructions?|values?|items?|phrases?|"
    r"scenario|source|quote|conversation|dialogue|report|excerpt|material|tweets?|product|book|movie|song)"
)
_GIVE = (
    r"(?:provide|share|send|give|paste|specify|supply|upload|include|enter|type|attach|add|submit|post|clarify|"
    r"tell me|let me know)"
)
_SO_THAT = r"(?:so (?:that )?i|in order for me to|for me to|and i(?:'ll| will| can)|to (?:help|assist) you|before i)\b"
ASKS_FOR_INPUT = pattern_of(
    r"\A\W{0,3}(?:[^?\n]{0,60}[.!] )?(?:which|what|who)\b[^.?!\n]{0,50}\b(?:do you mean|did you have in mind"
    r"|do you have in mind"
    r"|are you (?:asking|talking|referring|thinking|looking|interested)\b[^?\n]{0,30})\?\W*\Z|"
    rf"\b(?:could|can|would|will) you (?:please |kindly )?{_GIVE}\b[^.!?\n]{{0,60}}?\b{_THING}\b[^.!\n]{{0,120}}\?"
    rf"|{_START}(?:(?:sure|certainly|of course|okay|great|absolutely)\W+)?(?:please|kindly) {_GIVE}\b(?! "
    rf"us\b)[^.!?\n]{{0,60}}?\b{_THING}\b"
    rf"|\b(?:please|could you|can you) (?:please )?{_GIVE}\b[^.!?\n]{{0,80}}?\b(?:more|additional|further) "
    r"(?:information|details|context|specifics)\b"
    r"|\b(?:please|kindly|could you|can you|if you|you(?:'ll| will)? (?:need|have) to) (?:please "
    rf")?{_GIVE}\b[^.!?\n]{{0,80}}?\b{_SO_THAT}"
    rf"|(?:{_START}|\b(?:seems?|looks?|appears?|like|but|sorry|because|since|as),? (?:that |like )?)you(?:'ve|"
    rf" have)? "
    r"(?:haven't|have not|not|didn't|did not|forgot(?:ten)? to|have yet to|may have forgotten to)"
    r"(?: yet| actually)? (?:provided?|included?|shared?|specif(?:y|ied)|attach(?:ed)?|pasted?|given?|mention(?:ed)?|"
    r"suppl(?:y|ied)|sent|send)\b"
    rf"|{_START}(?:(?:sorry|but|however),? )?(?:i (?:do not|don't|can't|cannot) (?:see|find|have)|there (?:is|was|"
    r"does not appear to be|doesn't seem to be|"
    rf"appears to be|seems to be)(?: no| any)?|no)(?: no| any| an?| the)? (?:\w+ )?{_THING} (?:was |is |has been |"
    r"have been )?"
    r"(?:provided|given|attached|included|shared|supplied|in your (?:message|request))\b"
    rf"|\b(?:what|which)(?: \w+)? {_THING}? ?(?:would you like|do you want) me to\b|\bwhat would you like me to\b"
    r"|\b(?:i(?:'ll| will)|i(?:'d| would)|i) need (?:more|some|additional|further|to know|to see|the|your) "
    rf"(?:\w+ )?(?:information|details|context|{_THING})\b[^.\n]{{0,40}}?\b(?:to|before|in order|so|first|you)\b"
    rf"|\A\W{{0,3}}(?:it (?:looks|seems|appears) (?:like |as if |that )?)?(?:no {_THING} (?:was|were|is|has been) "
    rf"(?:provided|included|attached|given|shared)|(?:the|your) {_THING} (?:is|was|were|has) (?:missing|"
    rf"not (?:been )?"
    r"(?:provided|included|attached|given|shared)))\b(?! (?:in|with|by|to|as|on)\b"
    r"(?! (?:your|this) (?:message|request)))"
    rf"|\A\W{{0,3}}there(?:'s| is) no {_THING} (?:here|for me|in your|in this (?:message|request))\b"
    rf"|\A\W{{0,3}}(?:which|what) {_THING} (?:do|did) you (?:mean|want)\b[^\n]{{0,30}}\?\W*\Z"
    rf"|\bjust (?:paste|share|send) (?:me )?(?:the|your) {_THING} (?:here|below|over)\b"
    rf"|\A\W{{0,3}}(?:sorry,? (?:but )?)?i (?:do not|don't|cannot|can't) see (?:any|an?|the|your) {_THING}\b(?=[.,!])"
    rf"|\A\W{{0,3}}you(?:'ll| will)? (?:need|have) to {_GIVE} (?:\w+ ){{1,3}}?{_THING}(?: first| here| below)?\W*\Z"
    rf"|\A\W{{0,3}}(?:(?:sure|certainly|of course|okay|great)\W+)?what(?:'s| is| are) (?:the|your) {_THING}\?\W*\Z"
    rf"|\A\W{{0,3}}(?:{_SORRY}[,.]? (?:but )?)?i(?: (?:do not|don't|did not|didn't)(?: quite)? understand|(?:'m"
    rf"| am) not sure) "
    r"(?:the|your|this|that|what) (?:request|question|prompt|instructions?|task|you)\b[^\n]{0,30}\Z"
    r"|\A\W{0,3}(?:(?:could|can) you (?:please )?|please )(?:clarify|rephrase|be more specific"
    r"|elaborate)\b[^\n]{0,60}\Z"
    rf"|\A\W{{0,3}}without (?:\w+ ){{1,3}}?{_THING}, (?:i|it is|it's)\b"
    rf"|\bi(?:'ll| can| will| could|'d)\b[^.\n]{{0,60}}?\bif you (?:can |could |would )?{_GIVE} (?:it|them|me|the"
    rf"|your)\b"
    r"|\b(?:once|as soon as|after|when) you(?:'ve| have)? (?:provided?|shared?|sen[dt]|pasted?|give)\b[^.\n]{0,60}?, "
    r"i(?:'ll| will| can|'d)\b"
    rf"|^\W{{0,9}}(?:i'd|i would) be (?:happy|glad) to help\b[^\n]{{0,80}}\?\W*\Z",
    re.IGNORECASE,
)

GIVES_VOICE = pattern_of(
    r"\b(?:letters?|e-?mails?|cards?|postcards?|toasts?|greet\w*|introduc\w+ \w*sel(?:f|ves)|profiles?|"
    r"invit\w+|meetings?|date with|"
    r"notes?|memos?|messages?|reply|replies|respond\w*|responses?|dialogues?|conversations?|"
    r"chats?|scripts?|role-?play\w*|role play\w*|act as|acting as|pretend|imagine|speech(?:es)?|story|stories|poems?|"
    r"lyrics|"
    r"songs?|haikus?|verses?|limericks?|sonnets?|diary|diaries|journal|monologues?|scenes?|plays?|skits?|chatbots?|"
    r"bots?|assistant|customers?|complaints?|whatsapp|sms|dms?|text (?:messages?|back|my|him|her|them|to)|lines? for|"
    r"apolog\w+|excuses?|refus\w+|declin\w+|reject\w*|turn(?:ing)? down|invitations?|voicemails?|tweets?|posts?|"
    r"quotes?|"
    r"(?!(?<![\s\S])say (?:how|why|what|which|whether|when|where|who|if)\b)say\w*|asks?|asking|requests?|"
    r"interviews?|templates?|forms?|announcements?|notices?|surveys?|questionnaires?|"
    r"first[- ]person|(?:in|as) a sentence|famous lines?|sample sentences?|out-of-office|automatic answer|hints?|"
    r"call to action|faqs?|statements?|reviews?|fiction\w*|characters?|comic|jokes?|captions?|example sentences?)\b"
    # What is to be said to someone else: "how do I tell my landlord", "help me let my boss know".
    r"|\bhow (?:do|can|could|should|would|might) (?:i|we) (?:\w+ )?(?:tell (?:my|our|him|her|them|the)\b(?! difference)"
    r"|(?:put|word|phrase|break|bring|mention) (?:it|this|that|the news)\b|thank|wish|explain)\b"
    r"|\bhelp me (?:tell|thank|remind|nudge|notify|inform|congratulate|text|write to)\b"
    r"|\b(?:text|write to|tell|thank|remind|nudge|notify|congratulate) (?:my|our) \w+"
    r"|\blet (?:my|our) [^.,?!\n]{1,30} know\b",
    re.IGNORECASE,
)
REWORKS = pattern_of(
    r"\b(?:rewrite|rephrase|reword|paraphrase|correct|edit|proofread|translate|convert|change|transform|punctuate|"
    r"polite\w*|formal\w*|passive|active|tense|voice|tone|shorten|simplif\w+|improve|fix|complete|continue|finish|"
    r"fill|"
    r"unscramble|rearrange|reorder|combine|extract|copy|repeat|quote)\b",
    re.IGNORECASE,
)
