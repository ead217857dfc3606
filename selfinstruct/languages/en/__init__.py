"""English."""

import re

from selfinstruct.languages import Language, Markers, SeedLimits
from selfinstruct.languages.en import refusals
from selfinstruct.languages.en.asking import asks
from selfinstruct.languages.en.chat import CHAT, HANDS_OVER, HAS_USERS, SHOWS_REFUSALS, THINKS
from selfinstruct.languages.en.delivered import DELIVERS
from selfinstruct.languages.en.described import ASKS_TO_WRITE, DESCRIBED
from selfinstruct.languages.en.labels import NAMES_LABELS, WANTS_MORE
from selfinstruct.languages.en.needs import MAY_NEED_INPUT, NEEDS_INPUT
from selfinstruct.languages.en.notes import ADVERTISES, PUBLISHES, SERVICE_NOTE, SHOWS_NOTES
from selfinstruct.languages.en.phrases import verb_and_noun
from selfinstruct.languages.en.prose import is_english, is_foreign
from selfinstruct.languages.en.seeds import SEED_WORDS
from selfinstruct.text.patterns import pattern_of


def tokenize(text: str) -> list[str]:
    """Return the tokens of `rouge_score` itself (lower-cased runs of a-z and 0-9), unstemmed as in Self-Instruct."""
    from rouge_score.tokenize import tokenize as rouge_tokens

    return list(rouge_tokens(text, None))


_LANGUAGES = (
    "afrikaans|albanian|amharic|arabic|armenian|azerbaijani|bahasa|bangla|basque|belarusian|bengali|bosnian|brazilian|"
    ""
    "bulgarian|burmese|cantonese|catalan|chinese|croatian|czech|danish|dari|dutch|esperanto|estonian|farsi|filipino|"
    "finnish|french|galician|georgian|german|greek|gujarati|haitian|hausa|hawaiian|hebrew|hindi|hungarian|icelandic|"
    "igbo|indonesian|irish|italian|japanese|javanese|kannada|kazakh|khmer|korean|kurdish|kyrgyz|lao|latin|latvian|"
    "lithuanian|macedonian|malay|malayalam|maltese|mandarin|maori|marathi|mexican|mongolian|nepali|norwegian|odia|"
    "pashto|persian|polish|portuguese|punjabi|quechua|romanian|russian|sanskrit|scots|serbian|sinhala|slovak|slovene|"
    "slovenian|somali|spanish|swahili|swedish|swiss|tagalog|tajik|tamil|telugu|thai|tibetan|turkish|ukrainian|urdu|"
    "uyghur|uzbek|vietnamese|welsh|xhosa|yiddish|yoruba|zulu"
)
_NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty|hundred"
_LENGTHS = "(?:words?|sentences?|lines?|paragraphs?|characters?|letters?|pages?|bullets?(?: points?)?)"
_MADE = (
    r"images?|pictures?|photos?|photographs?|drawings?|paintings?|illustrations?|videos?|animations?|audio|"
    r"recordings?|screenshots?|diagrams?|flow ?charts?|mind maps?|infographics?|(?:bar|line|pie) (?:charts?|graphs?)|"
    r"logos?|gifs?|posters?|gantt charts?|floor ?plans?"
)
_ABOUT = (
    r"(?!\W+(?:scripts?|titles?|captions?|descriptions?|outlines?|calls?|editors?|games?|theory|concepts?|ideas?|"
    r"essays?|books?|frames?|lengths?|sizes?|text|copy|wording|courses?|tutorials?|slogans?|databases?|functions?"
    r"|class(?:es)?"
    r"|conferenc\w+|platforms?)\b)"
)
_COMMAND = (
    r"\b(?:^|(?<=[.!?:;,-] )|(?<=\n)|(?<=\band )|(?<=\bthen )|(?<=\bplease )|(?<=\bcan you )|(?<=\bcould you )|"
    r"(?<=\byou to )|(?<=\bneed to )|(?<=\bis to )|(?<=\bdata to )|(?<=\bprovided to ))"
)
_WORDS_OF_ONE_PHRASE = (
    r"(?:[^\w.!?\n]+(?!(?:of|for|about|from|with|in|on|to|that|which|using|how|why|what|when|whether)\b)\w+){0,3}?"
    r"[^\w.!?\n]+"
)
# Of a place, it is seen; of what is to be done, read.
_PLAN = (
    r"(?<!floor )(?<!ground )(?<!site )(?<!seating )plans?\b(?! of (?:an?|the|my|our|your|this|that) (?:[\w-]+ ){0,2}?"
    r"(?:house|home|flat|apartment|room|bedroom|kitchen|bathroom|office|garden|yard|building|floor|stor(?:e?y|ey)|"
    r"school|shop|hall|museum|castle|church|ship|street|town|village|city|park|farm|site)\b)"
)
_DRAWN_IN_WORDS = (
    r"(?!\W+(?:\w+ ){0,2}(?:conclusions?|comparison|parallels?|distinction|inference|analogy|lessons?|contrast|"
    rf"outline|{_PLAN}|timeline|draft|contract|agreement|will|list|table|proposal|budget|schedule|"
    r"connection|link|line|cards?|marbles?|balls?|crowd|bath|curtains?|attention|pictures? (?:in|with|of)|"
    r"portrait of)\b)"
)
_OF_A_LETTER = (
    "(?:recipient|sender|client|customer|company|organi[sz]ation|manager|employe[er]|student|teacher|professor|school|"
    "guest|boss|"
    "colleague|friend|hiring|applicant|candidate|contact|first|last|full|phone|e-?mail|order|job|position|name|title|"
    "address|"
    "number|date|time|location)"
)
_GAP = (
    r"(?:name|date|company|topic|text|article|paragraph|sentence|input|product|city|brand|country|subject|person"
    r"|place|concept|"
    r"event|title|keyword|location|mask|theme)"
)

# What a model calls what it has been asked to write here; "all tasks" may be those of a plan.
_WRITTEN = r"(?:\d+|new|requested)(?: \w+){0,2} (?:tasks|instructions|prompts)"
_KIND = (
    r"(?:brainstorming|open[- ](?:question|qa)|closed[- ](?:question|qa)|rewriting|extraction|summari[sz]ation|"
    r"classification|generation|reasoning|mathematics|math|coding|translation|role[- ]?play(?:ing)?|planning|editing)"
)
_A_WORD = (
    r"(?:words?|terms?|abbreviations?|acronyms?|letters?|characters?|symbols?|signs?|punctuation marks?|literals?|"
    r"keywords?)"
)

LANGUAGE = Language(
    code="en",
    name="English",
    markers=Markers(
        task="Task",
        instruction="Instruction",
        input="Input",
        output="Output",
        label="Label",
        end="End",
        nothing="none",
        other_inputs=("Context", "Passage", "Material", "Source", "Given", "Data", "Text", "Attachment"),
        other_outputs=("Response", "Expected Output", "Answer"),
        before_outputs=("Final Answer", "Assistant", "AI", "Model", "Bot"),
        other_ends=("End of list", "End of the list", "End of tasks"),
        other_parts=("Category", "Difficulty", "Type"),
        explanations=("Explanation", "Reasoning", "Rationale"),
        closing_words=("Done", "All done", "Stop", "Finished", "Complete", "Completed", "Tasks end", "End of output"),
        other_tasks=("Question", "Q", "Message", "Prompt", "Request", "Query", "User"),
        examples=("Example", "Instance", "Sample"),
        numerals=(
            *("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
            *("Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty"),
        ),
        quotes=('""', "“”", "''", "‘’"),
    ),
    tokenize=tokenize,
    seed_limits=SeedLimits(shortest=3, longest=120, longest_output=700, long_output=60, page=300, first_words=60),
    seed_words=SEED_WORDS,
    is_own_script=is_english,
    is_foreign=is_foreign,
    scripts=frozenset({"LATIN"}),
    names_languages=pattern_of(
        r"translat|transcri|transliterat|locali[sz]|languages?\b|lingual|alphabet|\bscripts?\b|unicode|kaomoji|"
        r"emoticon|pronunci|pronounc|phonetic|\bIPA\b|"
        r"kanji|hanzi|kana\b|cyrillic|devanagari|lorem|"
        rf"\b(?:{_LANGUAGES})\b",
        re.IGNORECASE,
    ),
    asks=asks,
    asks_for_media=pattern_of(
        rf"{_COMMAND}(?:draw|sketch|paint|render|plot|film|record|upload|attach|download|watch|listen to|look at|"
        rf"design|create|make|generate|produce|show|construct|compose|crop|retouch|transcribe|take(?! th)|"
        rf"convert[^.!?\n]{{0,40}}? (?:in)?to)\b{_WORDS_OF_ONE_PHRASE}(?:{_MADE}|graphs?|maps?)\b{_ABOUT}"
        rf"|\b(?:this|the (?:following|attached|given|above|provided|uploaded)) (?:{_MADE})\b{_ABOUT}"
        rf"|(?<!user-)\b(?:attached|uploaded) (?:{_MADE}|graph|map|file|spreadsheet|pdf)\b"
        rf"|\b(?:{_MADE}|graph|map|file) (?:below|above|attached)\b|\b(?:photo|image|picture|video"
        rf"|audio)s? (?:provided|given)\b"
        rf"|\bgiven an? (?:photo|picture|painting|video|screenshot|audio clip)\b(?!['’]s\b){_ABOUT}"
        r"|\bin the (?:given|following|provided|attached) (?:link|url)\b"
        rf"|{_COMMAND}(?:read|open) (?:the|this) (?:attached )?(?:pdf|spreadsheet|slides)\b(?!['’])"
        rf"|{_COMMAND}(?:browse|visit|go to|open|click(?: on)?) (?:https?://|www\.)"
        rf"|{_COMMAND}describe the (?:image|picture|photo|photograph|video|screenshot)(?=[.,:;]|\Z| (?:in|and|"
        rf"using)\b)"
        rf"|{_COMMAND}(?:draw|sketch|paint) (?:me )?(?:an?|the|my|our|your)\b{_DRAWN_IN_WORDS}"
        rf"|{_COMMAND}(?:browse|visit|go to|open|click(?: on)?)\b(?! source){_WORDS_OF_ONE_PHRASE}"
        r"(?:web|websites?|internet|links?|urls?|pages?)\b"
        rf"|{_COMMAND}search (?:online|(?:the )?(?:web|internet))\b"
        rf"|{_COMMAND}(?:play|sing|hum)(?: me| us)? (?:an?|the|some|any|my|your)\b(?! (?:role|part|"
        rf"game)\b)[^.!?\n]{{0,40}}?"
        rf"\b(?:songs?|music|tunes?|melod(?:y|ies)|tracks?|albums?|playlists?|lullab(?:y|ies))\b{_ABOUT}"
        rf"|{_COMMAND}(?:play|compose|hum) (?:\w+ ){{0,3}}?(?:music|songs?|melody|tune) (?:on|for me|aloud)\b",
        re.IGNORECASE,
    ),
    refusal=refusals.SURE,
    of_itself=refusals.OF_ITSELF,
    declining=refusals.DECLINING,
    asks_for_input=refusals.ASKS_FOR_INPUT,
    chat=CHAT,
    hands_over=HANDS_OVER,
    shows_refusals=SHOWS_REFUSALS,
    has_users=HAS_USERS,
    thinks=THINKS,
    service_note=SERVICE_NOTE,
    shows_notes=SHOWS_NOTES,
    advertises=ADVERTISES,
    publishes=PUBLISHES,
    scaffolding=pattern_of(
        r"\A\W{0,3}rare (?:kind|topic|form)\b[^\n]{0,80}"
        rf"|[(\[<←\n]\W{{0,4}}rare (?:kind|topic|form)\b[^\n]{{0,60}}\Z"
        rf"|\A[(\[]{_KIND}[)\]]|[(\[]{_KIND}[)\]]\W*\Z|\((?:expected )?(?:answer|output)\s*:[^)\n]*\)\W*\Z"
        rf"|\Anumber: ?\d+\n|\A{_KIND}(?: task)?: (?=[“\"']?(?-i:[A-Z]))|\A\W{{0,3}}(?:instruction"
        rf"|task)(?: \d{{1,3}})?:",
        re.IGNORECASE,
    ),
    leads_on=pattern_of(
        r"\w[ ,]+\w+,? (?:and|or|but|because|the|an|their|its|such as|in order to|as well as|due to|"
        r"according to|instead of|rather than|for example|for instance),?\Z"
        r"|\w[ ,]+\w+(?<! is),? (?:and then|so that|into|onto|than|whose|although|unless|via|my|your|our|every|"
        r"(?:one|some|most|many|several|kinds|types|because|number|lot|consists|variety|range) of)\Z"
        r"|[.!?] (?-i:[A-Z])\w{1,15}(?: \w{1,15}){0,3},\Z"
    ),
    names_labels=NAMES_LABELS,
    wants_more=WANTS_MORE,
    needs_input=NEEDS_INPUT,
    delivers=DELIVERS,
    may_need_input=MAY_NEED_INPUT,
    gives_voice=refusals.GIVES_VOICE,
    reworks=refusals.REWORKS,
    described=DESCRIBED,
    asks_to_write=ASKS_TO_WRITE,
    placeholder=pattern_of(
        # "{add, remove}", "[Enter]", "<add key=…>", "row[city]" and "<article>" are code or keys, not gaps.
        r"[\[<{](?:insert|your|add|enter|paste)[ _-]\w[^\]>}\n=]{0,60}[\]>}]"
        rf"|(?<![\w\])])\[{_GAP}(?: name| [a-z\d])?\](?!\(|: )"
        rf"|(?<=[a-z:] )(?:<{_GAP}>|\{{\{{? ?{_GAP} ?\}}?\}})(?=[.,?!]|\Z| [a-z])"
        rf"|(?<![\w\])])\[(?:{_OF_A_LETTER}(?:'s)?[ _-]?)+\](?!\(|: )"
        r"|\b(?:write|create|make|give)\b[^\n_]{0,20} an? _{2,}"
        r"|\b(?:dear|hi|hello|mr\.|mrs\.|ms\.|dr\.|professor) (?:\[[^\]\n]{1,30}\]|x{2,}\b|_{2,})"
        r"|(?<!\w)x{2,}@|@x{2,}(?!\w)|(?<![\w-])(?:x{3,}-)+x{3,}|\byour[._-]?(?:e-?mail|name)?@"
        r"|\blorem ipsum\b|^\W*(?:insert|paste|enter) (?:\w+ ){1,4}here\W*$",
        re.IGNORECASE,
    ),
    no_input=pattern_of(
        r"na|nan|nil|none|null|nothing|empty|leaveblank|notapplicable|"
        r"(?:input)?not(?:required|needed|necessary|provided|given)|"
        r"(?:none|(?:(?:thereis|(?:this|the)(?:task|question)(?:requires|needs))?"
        r"no(?:additional|specific|extra|further|particular|external)?(?:inputs?|inputtext|context)))(?:is|are|was)?"
        r"(?:required|needed|necessary|provided|given)?(?:for(?:this)?task)?|"
        r"no(?:text|passage|article|content|data|material|information)(?:is|was)?(?:provided|given|required|needed)|"
        r"(?:this|the)(?:task|question)doesnot(?:require|need)(?:an|any)?(?:additional|specific|extra)?inputs?"
    ),
    no_input_in_brackets=("no", "blank"),
    asks_of_a_word=pattern_of(
        # A word that stands in the instruction itself, such as in quotation marks or after a colon, is no input.
        r"^(?!.*(?:[\"“:(]\s?\w|(?<!\w)['‘]\w|[.?!]\s+\w+\W*\Z))"
        rf".*(?:\b(?:that |(?:this|the following|the given|the provided) (?:\w+ ){{0,2}}?){_A_WORD}\b"
        r"(?! (?:problems?|counts?|lists?)\b)"
        rf"|\b{_A_WORD} (?:below|above|given|provided)\b|\bthe word(?=[.?!]| (?:in|into|to|from|backwards?)\b)"
        rf"|\bthe {_A_WORD}'s\b|\b(?:is|was) meant\b(?! by))",
        re.IGNORECASE | re.DOTALL,
    ),
    may_be_none=pattern_of(
        r"^(?!.*\b(?:how|why|explain|describe|discuss|write|suggest|recommend|summari[sz]e|translate|rewrite|compare|"
        r"compose)\b)"
        r".*(?:\?|\b(?:which|what|whether|any|find|identify|extract|detect|spot|list (?:all|every|the)|classify|"
        r"categori[sz]e|"
        r"label|determine|check|pick|choose|select|name the|returns?|prints?|evaluate|outputs?|predict|select)\b)",
        re.IGNORECASE | re.DOTALL,
    ),
    yes=("yes", "true", "classification"),
    no=("no", "false", "not", "generation"),
    of_verdict={
        "reason": ("Reason",),
        "valid": ("Valid",),
        "input_fits": ("Input fits",),
        "output_right": ("Output right",),
        "helpfulness": ("Helpfulness",),
        "correctness": ("Correctness",),
        "clarity": ("Clarity",),
    },
    cannot_be_done=pattern_of(r"CANNOT BE DONE\b[ \t]*[:.–—-]*"),
    sets_limit=pattern_of(
        r"\b(?:at (?:most|least)|no (?:more|fewer|less) than|fewer than|less than|up to|under|within|exactly|around|"
        r"about|in|between \S+ and|maximum of|limit\w* (?:\w+ ){0,3}to)\s+(?:an? |the )?(?:max\w* of )?"
        rf"(?:\d[\d,]*|{_NUMBER_WORDS})(?:\s*(?:-|–|to|or)\s*(?:\d+|{_NUMBER_WORDS}))?[\s-]+(?:\w+ )?{_LENGTHS}\b"
        rf"|\b(?:\d+|{_NUMBER_WORDS})[- ](?:word|sentence|line|paragraph|character)\b|\bword (?:limit|count)\b"
        rf"|\b(?:one|single|1)[- ](?:sentence|word|line|paragraph)\b|\b(?:\d+|{_NUMBER_WORDS}) (?:words?|sentences?|"
        r"paragraphs?|characters?) (?:or (?:less|fewer)|max\w*|long|at most)\b",
        re.IGNORECASE,
    ),
    verb_and_noun=verb_and_noun,
    closing_remark=pattern_of(
        r"\W*+(?:(?:please |just )?(?:let me know|feel free|(?:i )?hope th[eo]se|(?:would|do) you (?:like|want)|"
        r"shall i|should i|if you(?:['’]d| would)? (?:like|want|need)|here (?:are|were)|"
        r"(?:i(?:['’]d| would) be )?happy to (?:write|generate|create|provide|continue))\b"
        r".*\b(?:tasks?|instructions?|examples?|prompts?|batch|continue)\b.*|(?:i )?hope (?:this|these|it) helps?\W*"
        rf"|(?:that|this) (?:completes|concludes|finishes|makes|is) .*\b{_WRITTEN}\b.*"
        rf"|(?:i['’]ve|i have) (?:written|created|generated|provided|made|listed) .*\b{_WRITTEN}\b.*"
        rf"|there you (?:go|have it)\b.*\b{_WRITTEN}\b.*"
        r"|(?:each|every) (?:example|instance|input)\b.*\b(?:label|output|requested)\b.*"
        r"|(?:continu\w+|more|the remaining|remaining) (?:with |the )?(?:tasks|instructions|examples)\b.{0,60}"
        rf"|(?:all )?(?:the )?{_WRITTEN} (?:are |have been |were )?(?:now )?"
        r"(?:completed?|done|finished|generated|written)\b.*"
        rf"|(?:note\W+)?(?:these|the above|the|all)(?: the)? (?:{_WRITTEN}|tasks|instructions|instances) "
        r"(?:cover|span|mix|vary|follow|take up|are (?:all |now )?(?:diverse|varied|original|unique"
        r"|distinct|different|new|valid))\b.*"
        r"|(?:note\W+)?(?=.*\b(?:tasks?|half|them)\b).*\brare (?:kind|topic|form)s?\b.*)",
        re.IGNORECASE,
    ),
)
