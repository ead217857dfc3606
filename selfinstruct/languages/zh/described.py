"""Texts in Chinese that only say what should stand there."""

from selfinstruct.languages.zh.traditional import in_both_forms

_KIND = r"(?P<kind>文章|短文|作文|信|邮件|故事|诗|段落|新闻|评论|报道|报告|对话|演讲稿|祝酒词|通知|短信|文案|介绍)"
_ONE = r"一[篇封段首则份个条]"
DESCRIBED = in_both_forms(
    rf"\A\W{{0,3}}{_ONE}(?:[^。！？，\n]{{0,12}}(?:关于|有关|来自|描写|描述|介绍|讲述|写给|讨论|表达))[^。！？\n]{{1,40}}?{_KIND}\W*\Z"
    r"|\A\W{0,3}(?:[请詳详]?见|参见|同)(?:附件|上文?|下文?|前文|原文)\W*\Z"
    r"|\A\W{0,3}(?:示例|样例|测试)(?:文章|文本|输入|输出|内容|数据|段落)\W*\Z"
    r"|\A\W{0,3}(?:[您你]的|具体|相关|给定的?)?(?:文章|文本|原文|段落|输入|材料|故事|邮件|信件|新闻)(?:的)?(?:内容|正文|全文)\W*\Z"
)
ASKS_TO_WRITE = in_both_forms(
    rf"(?:写|创作|撰写|编写|起草|草拟|生成|拟)(?:[^。，！？\n的]{{0,4}}{_ONE}[^。！？，\n]{{0,16}}?)?{_KIND}"
)
