"""How Chinese instructions speak of a text that stands elsewhere."""

from selfinstruct.languages.zh.traditional import in_both_forms

_TEXT = (
    r"(?:文章|短文|文[本段字]|段落|[语句]子|[这一]?句话|一?段话|语音留言|留言|评[论价]|邮件|短信|消息|微博|推文|帖子|标题|新闻|报道|对话|诗[句歌]?|代码|数据|"
    r"材料|摘要|陈述|单词|词语|数字|列表|清单|内容|投诉|通知|信息)"
)
NEEDS_INPUT = in_both_forms(
    rf"(?:下面|以下|下列|下文|上述|上面|如下|所给|给出的|给定|提供的)的?(?:[这那]?[一两三几]?[个些条句段篇首则封份])?\w{{0,4}}?{_TEXT}"
    rf"(?![的地]?(?:主题|关键词)?[来写作生创])"
    rf"|(?:改写|翻译|总结|概括|润色|校对|分类|判断)[这该](?:一?[个条句段篇首则封份])\w{{0,4}}?{_TEXT}?"
)
MAY_NEED_INPUT = in_both_forms("下面|以下|下列|下文|上述|如下|所给|给出的|给定")
