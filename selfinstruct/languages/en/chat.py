"""How models chat around an answer in English, and how they think aloud before it."""

import re

from selfinstruct.text.patterns import pattern_of

_CLOSING = (
    r"(?:i )?(?:really )?hope (?:this|these|that|it)(?: \w+){0,2} helps?\b(?! you \w)|would you like me to\b|"
    r"do you want me to\b"
    r"|let me know if you(?:'d| would)? (?:like|need|want|have)\b|is there anything else (?:i can|you)\b"
)
_KINDS_OF_TEXT = (
    r"(?:answers?|text|output|response|reply|description|explanation|summary|version|translation|rewrite|rewording|"
    r"paraphrase|poem|haiku|limerick|story|paragraph|passage|sentence|letter|e-?mail|message|essay|article|"
    r"speech|toast)"
)
# How an assistant greets or nods, and how it hands over a text. Before a list, a table or code, that is good prose.
_HANDING_OVER = (
    r"\A\W{0,3}(?:(?:sure thing|got it|will do|you got it)\b\s?(?:[—–:!.,-]|\Z)"
    r"|(?:alright|all right|okay|ok|so|well|sure)\W{1,3}here (?:goes|we go|you go)\b"
    r"|(?:hi|hello|hey) there[!,.]|to answer your question\b|let's (?:break (?:this|it) down|dive in)\b"
    rf"|(?:here(?:'s| is| are)|below (?:is|"
    rf"are)) (?:(?!example)[\w-]+ ){{0,4}}?{_KINDS_OF_TEXT}\b(?!-)[^\n:]{{0,80}}:[^\S\n]*+\n\s*+"
    r"(?!\d|[-•–·] |[|<{\[]|'''|\w[\w ]{0,30}:))"
)
# What it offers to do next, in a paragraph of its own or in the last sentence.
_OFFER = (
    r"(?:\n\s?\n|(?<!\d)[.!?][\"”)]? )[^\w\n]{0,3}"
    r"(?:if you(?:'d| would)? (?:like|want|wish|prefer|need|share|tell|give|send|describe|post|paste|let me know)\b"
    r"[^\n.!?]{0,80}?[,—–-] ?(?:just |please )?"
    r"(?:i(?:'d|'ll|'m| can| could| would| am| will)\b|let me know|ask\b|say\b|tell me|feel free)"
    r"|(?:(?:do|would) you )?(?:want|like) me to\b|shall i (?!compare)\w+|should i (?:also|now|add|make|write|"
    r"expand|go)\b"
    r"|(?:(?:i'm|i am|i'd be|i would be|always) )?(?:happy|glad) to (?:help|assist|expand|elaborate|adjust|"
    r"tweak|provide|"
    r"add|write|share|explain|revise|clarify|do|go|make|turn)\b"
    r"|i (?:can|could) (?:expand|elaborate|go (?:deeper|into)|tailor)\b"
    r"|i (?:can|could) (?:also|even|then) (?:turn|make|write|help|add|give|draft|adjust|tailor|expand|suggest|create"
    r"|show|explain|put|list|walk|rewrite|provide|convert|format|go)\b"
    r"|(?:please |just )?(?:let me know|say the word)\b|(?:i )?hope that helps\b)[^\n]{0,160}\Z"
)
# What it says of its own answer: how long it is, or that it does what was asked.
_OF_ITS_ANSWER = (
    r"(?P<count>\n\W{0,4}(?:total )?(?:word|character|syllable) count\W{1,4}(?:about )?\d{1,4}\b[^\n]{0,20}\Z"
    r"|[(\[](?:(?:exactly|total|about|word count|approximately|that(?:'s| is)|this is)\W{1,3}){0,2}\d{1,4} "
    r"(?:words?|characters?|syllables?)\b[^)\]\n]{0,40}[)\]]\W*\Z)"
    r"|(?:\n|[.!?] )[^\w\n]{0,4}(?:note\W{1,3})?(?:this|the|my)(?: [\w-]+){0,2}? "
    rf"{_KINDS_OF_TEXT} (?:meets|satisf(?:ies|y)|fulfill?s|follows|adheres to|complies with|stays within|"
    rf"keeps to|sticks to) "
    r"(?:[\w-]+ ){0,4}?(?:requirements?|instructions?|constraints?|criteria|request|prompt|limit)\b[^\n]{0,160}\Z"
)
# What it says of an earlier answer, which there is none of.
_OF_EARLIER = (
    r"\A\W{0,3}(?:(?:i(?:'m| am) )?sorry|(?:my |i )?apologi(?:es|[sz]e)) for (?:the|any|my) (?:confusion"
    r"|(?:(?:earlier|previous) )?(?:mistake|error|oversight|misunderstanding|mix-?up))\b"
    r"|\A\W{0,3}you(?:'re| are) (?:absolutely |quite |completely |totally )?right\b[^\w\n]{1,3}"
    r"(?:i (?:made|was|got|should|mis\w+|apologi[sz]e)|my (?:mistake|apologies|bad|earlier|previous)|that was my|thank"
    r"|let me|sorry)\b"
)
# What it says of the task.
_OF_THE_TASK = (
    r"\A\W{0,3}(?:this|the) (?P<task>task|prompt|instruction) (?:asks (?:for|me|us|to)|is asking"
    r"|wants (?:me|us|an?|the)"
    r"|requires (?:me|us|an?|writing|giving|naming|providing|listing|translating|summari[sz]ing|identifying))\b"
)
# How it corrects itself and counts, which a finished answer does not.
_THINKING_ALOUD = (
    r"(?:\A|\n|[.!?…—–] ?)[^\w\n]{0,3}(?:oh,? |oops,? |hmm+,? |no,? |but )?wait,? "
    r"(?:no\b|that's|that is|this is|it's|actually|let me|i (?:need|should|must|have|made|think))"
    r"|(?:\A|\n|[.!?…—–:] ?)[^\w\n]{0,3}(?:(?:okay|ok|now|actually|so|first|hmm+|oh|no),? )?let me "
    r"(?:re-?(?:check|count|do|write|phrase|think|consider|calculate|compute|read|examine|evaluate|work|try|start)\b"
    r"|double[- ]?check|verify|try again|"
    r"start over|correct (?:that|this|myself|it)\b|fix (?:that|this|it)\b|count (?:the|words|again|them)\b)"
    r"|(?:\A|\n|[.!?] )[^\w\n]{0,3}actually,? (?:that|this|it)(?:'s| is| was) (?:wrong|incorrect|not (?:right|correct"
    r"|true))\b"
    r"|(?:\A|\n|[.!?] )[^\w\n]{0,3}(?:correction|edit|oops)\b[:,!] ?\w"
    r"|\A\W{0,3}(?:sorry|apologies) for the (?:late|delayed?|slow) (?:reply|response|answer)\b"
    r"|\A\W{0,3}hmm+\W|\A\W{0,3}(?:(?:rough|first) )?draft(?: \d)?\W{0,2}:"
    r"|\A\W{0,3}(?:my )?(?:thoughts?|thinking|reasoning)(?: process)?\W{0,2}:"
    r"|\A[(\[](?:pauses?|thinks|thinking|smiles|sighs|nods|clears|laughs|chuckles|grins|waves)\b[^)\]\n]{0,40}[)\]]"
    r"|\A\W{0,3}(?:okay\W+|so\W+)?(?:we|i) (?:need|have) to (?:describe|explain|summari[sz]e|list|name|"
    r"classify|translate"
    r"|rewrite|rephrase|generate|compose|respond|complete)\b"
)

CHAT = pattern_of(
    rf"{_HANDING_OVER}|{_OFFER}|{_OF_ITS_ANSWER}|{_OF_EARLIER}|{_OF_THE_TASK}|{_THINKING_ALOUD}|"
    r"\A\W{0,3}(?:(?:sure|certainly|of course|absolutely|okay|ok|great|no problem|"
    r"happy to help)\b(?: thing)?[^\w\n]{1,4}){1,3}"
    r"(?:here(?:'s| is| are)|below (?:is|are)|i(?:'ve| have) (?:written|prepared)|let me)\b[^\n]{0,120}?"
    r"(?:[:.!]\W*$|\n)|\n\W{0,3}(?:please |just )?(?:let me know (?:if|how|what|whether|should)"
    r"|feel free to (?:ask|reach|let|adjust)|(?:i )?hope (?:this|these|that|it)(?: \w+){0,2} helps?\b(?! you \w)"
    r"|(?:would you like|do you want) (?:me to|another|more|a)\b"
    r"|if you(?:'d| would)? (?:need|want|like|have) (?:any|more|another|further|me to|anything)\b[^\n]{0,80}?\b"
    r"(?:let me know|just (?:ask|say|let)|feel free|i can|i'll)|is there anything else)\b[^\n]{0,160}\Z"
    r"|\A\W{0,3}(?:(?:okay|ok|alright|hmm+|so|well|first)\W+(?:so )?)?the (?P<user>user)"
    r"(?:'s (?:request|question|query)| "
    r"(?:wants|asks|is asking|asked|needs|has asked|would like|requests|requested|gave|provided))\b"
    r"|\A\W{0,3}(?:okay|ok|alright|hmm+)\W+(?:so )?(?:i need to|let me|let's|we need to|i should|i have to)\b"
    r"|\A\W{0,3}we (?:need|have|should) (?:to )?(?:produce|write|output|answer|give|generate|provide) (?:\S+ ){0,4}?"
    r"(?:summary|answer|response|output|sentences?|list|poem|rhyme)\b"
    r"|\A\W{0,3}(?:(?:okay|ok|alright|hmm+|so)\W+(?:so )?)the (?:task|prompt|instruction|question|request) "
    r"(?:says|asks|wants|is asking|is to|requires)\b"
    r"|\A\W{0,3}(?:(?:that's|that is|what) )?(?:an? )?(?:great|good|excellent|interesting|"
    r"wonderful) question\b[^\w\n]"
    r"|\A\W{0,3}(?:thank you|thanks)(?: so much| very much)? for (?:your (?:question|request|query)|asking"
    r"|reaching out)\b"
    r"|\A\W{0,3}(?:(?:hello|hi|sure|of course|certainly|absolutely|yes)\W{1,3})?(?:i'd|i would|i'm|i am) "
    r"(?:be )?(?:more than )?(?:happy|glad|delighted) to (?:help|assist)\b"
    r"|\A\W{0,3}(?:as (?:you )?requested|(?:below|here)(?:'s| is| are) [^\n]{0,60}? you (?:asked|requested|wanted))\b"
    r"|\A\W{0,3}(?P<nod>okay|ok|sure(?: thing)?|certainly|of course|absolutely|no problem|understood|noted)(?:!\W{0,3}"
    r"|\.\W{0,3}\n|\s?[—–]\s?)(?=\w)|\A\W{0,3}(?:understood|noted)[.,] (?=\w)"
    r"|\A\W{0,3}(?:what an? (?:\w+ )?(?:question|idea|task|prompt|request|topic)|good one|love (?:this"
    r"|it))\b[^\w\n]{1,4}"
    r"|\A\W{0,3}(?:ha){2,}h?\b[^\w\n]"
    r"|\A\W{0,3}here(?:'s| is) (?:what|how) i(?:'d| would| have|'ve)\b[^\n:]{0,40}:"
    r"|\A\W{0,3}as an? (?:expert|specialist|professional|experienced \w+)(?: \w+){0,4}, (?:i|my)\b"
    r"|\A\W{0,3}you(?:'ve| have)? asked (?:me |about |for |how |what |why |whether |if |to )|\A\W{0,3}you(?:'ve"
    r"| have)? asked\W{1,3}"
    r"|\A\W{0,3}here you (?:go|are)\b[^\w\n]|\A\W{0,3}here(?:'s| is) my (?:answer|response|attempt|"
    r"take)\b[^\n]{0,20}:"
    r"|\A\W{0,3}let's think step by step\b|\A\W{0,3}we(?:'re| are) asked to\b|\A\W{0,3}first, i need to understand\b"
    rf"|[.!?] \W{{0,3}}(?:{_CLOSING})[^\n]{{0,120}}\Z"
    r"|[.!?] \W{0,3}(?:i )?hope you (?:like|enjoy|love) (?:it|this|them)\b[^\n]{0,20}\Z|\A\W{0,3}i think the task is\b"
    r"|(?:\A|\n)\W{0,4}this is an? (?:fictional|sample|hypothetical) (?:example|response|answer|text|output)\W*\Z"
    r"|\A\W{0,3}(?:this|the) task (?:cannot|can't|could not) be (?:completed|done|performed)\b"
    r"|\A\W{0,3}\*{0,2}note\W{1,4}i(?:'ve| have)\b|\n\W{0,4}note\W{1,4}(?:i(?:'ve| have)|this (?:response|output"
    r"|answer))\b[^\n]{0,120}\Z"
    r"|\b(?:i'm|i am) (?:always )?here to (?:help|assist|support|offer|provide)\b"
    r"|\b(?:how|what) (?:can|may) i (?:help|assist) you\b|\bwhat can i assist\b"
    r"|\A\W{0,3}let me think\b(?: about (?:this|it|that)| step by step)?[.:,…]",
    re.IGNORECASE | re.MULTILINE,
)

_NODS = (
    r"(?:(?:sure|certainly|of course|absolutely|okay|ok|great|no problem|happy to help|got it|alright)\b(?: thing)?"
    r"[^\w\n]{1,4}){0,3}"
)
_WORDS_OF_SOMEONE = (
    r"letter|e-?mail|note|message|card|postcard|toast|speech|invitation|reply|response|apology|poem|haiku|limerick|"
    r"sonnet|verse|song|lyrics|story|dialogue|conversation|script|scene|monologue|entry|tweet|post|review|"
    r"announcement|notice|memo|statement|caption|voicemail|template|joke|profile|introduction|complaint|excuse|"
    r"eulogy|survey"
)
_MAKES_USE = r"you (?:can|could|might|may) (?:use|send|post|put|give|read|say|share|adapt|leave|hand|copy|try|slip|pin)"
# How an answer is handed over as one; a list, a table or code may well follow a line such as "Here are the results:".
_AS_AN_ANSWER = (
    rf"\A\W{{0,3}}{_NODS}(?:here(?:'s| is| are)|below (?:is|are)) (?:(?:my|your) (?:\w+ ){{0,2}}"
    r"(?:answers?|response|reply|solution|output)\b[^\n:]{0,60}:[^\S\n]*\n"
    r"|(?:the|an?) (?:\w+ ){0,2}(?:answers?|response|solution|output)\b[^\n:]{0,60}:[^\S\n]*\n"
    r"(?!\s*(?:\d|[-•–·*|`])))"
)
# In a paragraph of its own below a text: a hope that it helps, what else may be asked.
_CHANGES = r"(?:adjust|edit|modify|change|tweak|customi[sz]e|adapt|personali[sz]e|revise|rework|rewrite)"
_ON_THE_TEXT = (
    r"\n[^\S\n]*\n[^\w\n]{0,9}(?:(?:i )?(?:really )?hope (?:this|that|the) (?:[\w-]+ ){0,2}?"
    rf"(?:{_WORDS_OF_SOMEONE}|text|draft|version|wording|answer|suggestion)s? "
    r"(?:helps?(?: you)?(?=\W*\Z|[.!] )|works? for you|(?:is|meets|has) what you|fits|suits|meets your)"
    rf"|(?:i )?hope you (?:like|enjoy) (?:this|the) (?:[\w-]+ ){{0,2}}?(?:{_WORDS_OF_SOMEONE}|text|draft|version)\b"
    rf"|(?:please )?(?:feel free to|you can(?: also)?) {_CHANGES} (?:it\b|this\b|the (?:tone|wording|details|text"
    r"|message|e-?mail|letter|draft|names?)\b|as (?:needed|you (?:like|see fit)))"
    rf"|(?:please )?(?:let me know if|if) you(?:'d| would)? (?:like|want|need) (?:me to )?{_CHANGES}\b"
    r"|if you have any (?:other|further|more|additional) questions,? (?:please )?(?:feel free to |just |do )?ask\b)"
    r"[^\n]{0,160}\Z"
)
# About a text, whoever speaks in it: how it is handed over, and the offer to change how it sounds.
HANDS_OVER = pattern_of(
    rf"{_AS_AN_ANSWER}|"
    rf"\A\W{{0,3}}{_NODS}(?:here(?:'s| is| you go\W{{1,3}}an?)|below is|i(?:'ve| have) (?:written|drafted|prepared))\b"
    rf"[^\n:]{{0,100}}?\b(?:(?P<kind>{_WORDS_OF_SOMEONE})|draft|version|text|{_MAKES_USE})\b[^\n:]{{0,100}}:[^\S\n]*\n"
    r"(?!\s*(?:\d|[-•–·] ))"
    r"|\n\W{0,9}(?:(?:please |just )?(?:let me know (?:if|whether)|if) you(?:'d| would)? (?:like|want|prefer|need)\b"
    r"|(?:(?:would|do) you )?(?:like|want) (?:me to)?\b|(?:please )?feel free to\b|i can (?:also )?|shall i\b"
    r"|(?:i(?:'m| am|'d be| would be) )?happy to\b)[^\n]{0,60}?"
    r"\b(?:make (?:it|this|them) (?:(?:a (?:bit|little)|even|sound|slightly) ){0,2}"
    r"(?:(?!over|under)\w+er|more|less|sound)\b"
    r"|(?:\w+er|(?:more|less) \w+|different|another|alternative) version"
    r"|(?:adjust|change|soften|tweak|alter) the (?:tone|wording|length)|rewrite (?:it|this)|rephrase (?:it|this)"
    r"|shorten (?:it|this)|(?:personali[sz]e|customi[sz]e|tweak|adapt) (?:it|this)\b)[^\n]{0,160}\Z"
    rf"|{_ON_THE_TEXT}",
    re.IGNORECASE,
)

SHOWS_REFUSALS = pattern_of(
    r"\b(?:refus\w+|disclaimers?|declin(?:e|es|ing)|knowledge cut-?offs?)\b"
    r"|\b(?:an?|the|this|your) (?:[\w-]+ ){0,3}(?:robot|chatbot|bot|assistant|ai|language model|android|computer"
    r"|llm)s?\b"
    r"[^.?!\n]{0,40}?\b(?:says?|answers?|repl(?:y|ies)|responds?|speaks?|introduc\w+)\b"
    r"|\b(?:chatbot|robot|assistant|ai) (?:script|dialogue|conversation)"
    r"|\b(?:robot|android|ai|chatbot|computer)(?:'s|’s)? (?:point of view|view|perspective|voice)\b"
    r"|\b(?:voice|perspective|point of view|view) of an? (?:\w+ )?(?:robot|android|ai|chatbot|computer)\b",
    re.IGNORECASE,
)
HAS_USERS = pattern_of(
    r"\b(?:apps?|applications?|software|programs?|pages?|web ?sites?|sites?|log ?ins?|sign-?ups?|forms?|interfaces?|"
    r"features?|systems?|buttons?|passwords?|accounts?|criteria|requirements?|use cases?|ux|ui|products?|devices?|"
    r"platforms?|tools?|chat ?bots?|bots?|assistants?|ai|models?|apis?|databases?|clients?|servers?|search engines?|"
    r"phishing|cookies|chats?|prompts?|bug reports?|command[ -]line)\b",
    re.IGNORECASE,
)
THINKS = pattern_of(
    r"\b(?:i|let me|let's|we) (?:should|need|must|will|can|could|have|am|think|guess|want|write)\b|\bI'(?:ll|m|"
    r"ve|d)\b",
    re.IGNORECASE,
)
