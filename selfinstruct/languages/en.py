"""English."""

import re

from selfinstruct.languages import Language, Markers, SeedLimits


def tokenize(text: str) -> list[str]:
    """Return the tokens of `rouge_score` itself (lower-cased runs of a-z and 0-9), unstemmed as in Self-Instruct."""
    from rouge_score.tokenize import tokenize as rouge_tokens

    return list(rouge_tokens(text, None))


def is_mainly_latin(text: str) -> bool:
    """Return whether at least half of the letters are Latin: a task about Chinese is fine, one in Chinese is not."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(char < "ɐ" for char in letters) >= len(letters)


_MADE = (
    r"images?|pictures?|photos?|photographs?|drawings?|paintings?|illustrations?|videos?|animations?|audio|"
    r"recordings?|screenshots?|diagrams?|flow ?charts?|mind maps?|infographics?|(?:bar|line|pie) (?:charts?|graphs?)|"
    r"logos?|gifs?"
)
_ABOUT = (
    r"(?!\W+(?:scripts?|titles?|captions?|descriptions?|outlines?|calls?|editors?|games?|theory|concepts?|ideas?|"
    r"essays?|books?|courses?|tutorials?|slogans?|databases?|functions?|class(?:es)?|conferenc\w+|platforms?)\b)"
)
_COMMAND = (
    r"\b(?:^|(?<=[.!?:;,-] )|(?<=\n)|(?<=\band )|(?<=\bthen )|(?<=\bplease )|(?<=\bcan you )|(?<=\bcould you )|"
    r"(?<=\byou to )|(?<=\bneed to )|(?<=\bis to )|(?<=\bdata to )|(?<=\bprovided to ))"
)
_WORDS_OF_ONE_PHRASE = (
    r"(?:[^\w.!?\n]+(?!(?:of|for|about|from|with|in|on|to|that|which|using|how|why|what|when|whether)\b)\w+){0,3}?"
    r"[^\w.!?\n]+"
)
_DRAWN_IN_WORDS = (
    r"(?!\W+(?:\w+ ){0,2}(?:conclusions?|comparison|parallels?|distinction|inference|analogy|lessons?|contrast|"
    r"connection|link|line|cards?|marbles?|balls?|crowd|bath|curtains?|attention|pictures? (?:in|with|of)|"
    r"portrait of)\b)"
)
_VERBS_OF_DECLINING = (
    r"(?:help(?! (?:but|it|\w+ing)\b)|assist|comply|fulfill?|provide|create|generate|produce|complete|answer|write|"
    r"share|discuss|engage|support|access|view|browse|perform|process|translate|determine|offer|do (?:that|this|so))"
)
_DECLINES = (
    r"(?:i (?:can ?not|can['’]t|won['’]t|will not)(?: be able to)?|i(?:['’]m| am) (?:unable|not able) to) "
    rf"(?:\w+ly )?{_VERBS_OF_DECLINING}\b"
    r"|i (?:do not|don['’]t) have (?:(?:the )?ability|(?:real-time |direct )?access|personal (?:opinions|experiences?|"
    r"feelings|beliefs|information|preferences)|(?:enough|sufficient) (?:information|context|details|data))\b"
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
        other_outputs=("Response", "Expected Output", "Answer"),
        other_ends=("End of list", "End of the list", "End of tasks"),
        other_tasks=("Question", "Q"),
        quotes=('""', "“”", "''", "‘’"),
    ),
    tokenize=tokenize,
    seed_limits=SeedLimits(shortest=3, longest=80, longest_output=300, long_output=60, first_words=100),
    is_own_script=is_mainly_latin,
    asks_for_media=re.compile(
        rf"{_COMMAND}(?:draw|sketch|paint|render|plot|film|record|upload|attach|download|watch|listen to|look at|"
        rf"design|create|make|generate|produce|show)\b{_WORDS_OF_ONE_PHRASE}(?:{_MADE}|graphs?|maps?)\b{_ABOUT}"
        rf"|\b(?:this|the (?:following|attached|given|above|provided|uploaded)) (?:{_MADE})\b{_ABOUT}"
        rf"|\b(?:attached|uploaded) (?:{_MADE}|graph|map|file)\b"
        rf"|\b(?:{_MADE}|graph|map|file) (?:below|above|attached)\b"
        rf"|{_COMMAND}describe the (?:image|picture|photo|photograph|video|screenshot)(?=[.,:;]|\Z| (?:in|and|using)\b)"
        rf"|{_COMMAND}(?:draw|sketch|paint) (?:me )?(?:an?|the)\b{_DRAWN_IN_WORDS}"
        rf"|{_COMMAND}(?:browse|visit|go to|open|click(?: on)?)\b(?! source){_WORDS_OF_ONE_PHRASE}"
        r"(?:web|websites?|internet|links?|urls?|pages?)\b"
        rf"|{_COMMAND}search (?:online|(?:the )?(?:web|internet))\b"
        rf"|{_COMMAND}(?:play|compose|hum) (?:\w+ ){{0,3}}?(?:music|songs?|melody|tune) (?:on|for me|aloud)\b",
        re.IGNORECASE,
    ),
    refusal=re.compile(
        r"\bas an? (?:ai|artificial intelligence)(?: (?:assistant|chatbot|system|model))?,? (?:i|my)\b"
        r"|\bas an? (?:ai |large )*language model\b[^.\n]{0,40}?,? (?:i|my)\b"
        r"|\bi(?:['’]m| am) (?:just |only )?an? (?:ai|(?:ai |large )*language model)\b"
        r"(?=[.,]| (?:assistant|chatbot|language|model|and|so|developed|created|trained)\b)"
        r"|^\W*(?:(?:(?:i(?:['’]m| am) (?:very |so |truly )?)?sorry|i apologi[sz]e|unfortunately)\b[^.\n]{0,40}?\b)?"
        rf"(?:{_DECLINES})",
        re.IGNORECASE,
    ),
    placeholder=re.compile(
        # "{add, remove}", "[Enter]", "<add key=…>", "row[city]" and "<article>" are code or keys, not gaps.
        r"[\[<{](?:insert|your|add|enter|paste)[ _-]\w[^\]>}\n=]{0,60}[\]>}]"
        r"|(?<![\w\])])\[(?:name|date|company(?: name)?|topic|text|article|paragraph|sentence|input|product|city)\]"
        r"(?!\()"
        r"|\blorem ipsum\b|^\W*(?:insert|paste|enter) (?:\w+ ){1,4}here\W*$",
        re.IGNORECASE,
    ),
    no_input=re.compile(
        r"na|nan|nil|none|null|nothing|empty|leaveblank|notapplicable|"
        r"(?:input)?not(?:required|needed|necessary|provided|given)|"
        r"(?:none|(?:(?:thereis|(?:this|the)(?:task|question)(?:requires|needs))?"
        r"no(?:additional|specific|extra|further|particular|external)?(?:inputs?|inputtext|context)))(?:is|are|was)?"
        r"(?:required|needed|necessary|provided|given)?(?:for(?:this)?task)?|"
        r"(?:this|the)(?:task|question)doesnot(?:require|need)(?:an|any)?(?:additional|specific|extra)?inputs?"
    ),
    no_input_in_brackets=("no", "blank"),
    yes=("yes", "true", "classification"),
    no=("no", "false", "not", "generation"),
    closing_remark=re.compile(
        r"[*_(]*(?:please |just )?(?:let me know|feel free|(?:i )?hope th[eo]se|(?:would|do) you (?:like|want)|"
        r"shall i|should i|if you(?:['’]d| would)? (?:like|want|need)|here (?:are|were))\b"
        r".*\b(?:tasks?|instructions?|examples?|prompts?|batch|continue)\b.*|(?:i )?hope (?:this|these|it) helps?[.!]*",
        re.IGNORECASE,
    ),
)
