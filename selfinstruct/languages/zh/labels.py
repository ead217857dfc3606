"""How Chinese instructions name the labels of a classification task."""

from selfinstruct.languages.zh.traditional import in_both_forms

_QUOTED = r"[“「『\"][^“”「」『』\"\n]{1,12}[”」』\"]"
_WORD = r"[\u4e00-\u9fff]{1,8}?"
_OR = r"(?:还是|或者?|/|／)"
_PLAIN = rf"{_WORD}(?:[、/／]{_WORD}){{0,10}}[，,]?{_OR}{_WORD}"
_OF_QUOTED = rf"{_QUOTED}(?:[、，,]?{_QUOTED}){{0,10}}[、，,]?{_OR}{_QUOTED}"
_CHOICE = rf"{_QUOTED}(?:[、，,]?{_QUOTED}){{0,10}}[、，,]?还是{_QUOTED}"
_KINDS = rf"{_WORD}的(?:[、，,]{_WORD}的){{0,10}}[，,]?{_OR}{_WORD}的"
_JUDGES = r"(?:判断|分类|归类|识别|判定|辨别|区分)"
_ENDS = r"(?:一?类|之一)?(?=[。？?！，,；;）)\n]|\Z)"
# "回一个词", "只回字母": what is wanted is the label alone.
_ONE_WORD = (
    r"(?:请|你|麻烦)?(?:只|仅|就)?(?:需|要|用)?(?:回答?|答|写|填|给|说|选"
    r"|输出)(?:我)?(?:[一1]个?)?(?:词|字|标签|类别|类型)(?=[^\u4e00-\u9fff]|\Z|就|即|吧)"
)
_LETTERED = r"A[\u4e00-\u9fff]{1,8}(?:[、，,；]\s?[B-H][\u4e00-\u9fff]{1,8}?){1,7}"
_ONE_LETTER = r"[^\n]{0,12}?(?:只|仅|就)(?:需|要|用)?(?:回答?|答|写|填|给|说|选|输出)[^，。\n]{0,3}(?:字母|选项|编号)"
NAMES_LABELS = in_both_forms(
    r"\A(?![\s\S]{0,200}(?:设计|编写|写一|创建|构建|开发|函数|算法|程序|模型|造句|生成|解释|描述))[\s\S]{0,300}?"
    rf"(?:(?:{_JUDGES}|[分归][到为入成]|标[为注记]|[填选答标写]|输出)[^。！？\n“「『]{{0,20}}(?P<quoted>{_OF_QUOTED})"
    rf"|(?:[这該该]|下面|以下)[^。！？\n“「『]{{1,40}}(?:[是算归选]|属于)(?P<choice>{_CHOICE}){_ENDS}"
    rf"|{_JUDGES}[^。！？\n]{{0,40}}?(?:[是为属：:]|属于)(?P<judged>{_PLAIN}){_ENDS}"
    rf"|(?:{_JUDGES}|下面|以下|[这該该][条段句篇封则个份])[^。！？\n]{{0,40}}?(?:[是为像]|属于"
    rf"|[来出]自)(?P<kinds>{_KINDS})"
    rf"(?:{_WORD})?{_ENDS}"
    rf"|{_JUDGES}[^，。！？\n]{{0,12}}[，,](?:判断)?(?P<said>[^\W\d_]{{1,2}}还是[^\W\d_]{{1,2}}){_ENDS}"
    rf"|{_JUDGES}(?P<bare>[对真是]{_OR}[错假否]){_ENDS}"
    rf"|(?:分到|[分归][为入成]|标[为注]|(?:回答|只答|只填|只写))(?P<sorted>{_PLAIN}){_ENDS}"
    rf"|{_JUDGES}[^。！？\n]{{0,40}}[（(](?P<inside>{_PLAIN})[）)]"
    rf"|[^。！？\n]{{0,40}}?(?:[是算]|属于|偏"
    rf"|更像)(?P<alone>{_WORD}(?:、{_WORD}){{0,10}}还是{_WORD})[？?，,。]\s?{_ONE_WORD}"
    rf"|[^。！？\n]{{0,40}}?(?:[归分放][到入为进]|划[到入]"
    rf"|属于)(?P<within>{_WORD}(?:、{_WORD}){{1,10}})(?:[里中]|当中|之中)的?[哪某]?一?"
    rf"(?:类|种|项|档){_ENDS}"
    rf"|[^。！？\n]{{0,40}}?(?P<lettered>{_LETTERED})(?:[哪里中？?。，,\n]|属于){_ONE_LETTER})",
)
WANTS_MORE = in_both_forms(
    r"为什么|原因|理由|解释|说明|每[个条句项一]|这些|下列|分别|所有|各|哪些|多个|几个|列表|表格|评分|JSON"
    r"|改正|这[两三四五六七八九十几]"
)
