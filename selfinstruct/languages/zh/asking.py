"""Whether a Chinese instruction asks for anything, or only tells something (今天天气很好。).

It asks if there is any sign that it might: a question mark or a word of asking, wanting or doing. What is left, and
begins with a person or a time and goes on with what is told of it, only tells.
"""

from selfinstruct.languages.zh.traditional import in_both_forms

_WHO = r"(?:[我你您他她它](?:们|家)?|咱们?|大家|小[明红刚华丽李王张]|妈妈|爸爸|爷爷|奶奶|老师|哥哥|姐姐|弟弟|妹妹|朋友)"
_WHEN = (
    r"(?:今[天早晚年]|昨[天晚]|前天|明[天早晚年]|后天|刚才|现在|上周末?|周[一二三四五六日末]|早上|晚上|这里|那里|外面)"
)
_TOLD = (
    r"(?:很|非常|特别|十分|真|太|有点|是(?!什么|谁)|有[一二三两四五六七八九十\d个]|[^，。？?]{0,6}了|去|来|在|喜欢"
    r"|觉得|正在|吃|住)"
)
_TELLS = in_both_forms(
    rf"{_WHEN}?{_WHO}?(?:的[^，。]{{1,6}})?{_WHEN}?的?[^，。！？?]{{0,4}}?{_TOLD}[^？?\n]{{0,24}}[。！!.]?"
)
_BEGINS = in_both_forms(rf"(?:{_WHO}|{_WHEN})")
_MAY_ASK = in_both_forms(
    r"[?？:：\n\"“”「」『』《》（）()‘’、\dA-Za-z_]|[吗呢吧啊么嘛]|谁|哪|几|多少|怎|如何|何|请|帮|[给替为]|[把将]|用|"
    r"[写说列举找改翻译述描析比较算证设计创建造编画绘查选择判断分类归评价总结概括提取抽删补充续完成回答告诉推荐建议介绍解释示例想要需求希望能会可应该必须别让叫问答做办教学试读定排填标名称题文章句词字诗故事]"
    # "看到了很多菊花" asks for nothing.
    r"|[看听](?!到|见|过|了|说|着)"
)
_THANKS = in_both_forms(
    r"\W*(?:好的?[，,！!]?)?(?:非常|十分|真的?|太)?(?:谢谢|感谢|多谢|谢啦|谢了)[你您]?们?(?:的)?"
    r"(?:回答|帮助|解答|建议|指点|分享|回复|耐心|推荐|解释|介绍){0,2}[了啦啊呀]?\W*"
)


# An instruction that is told of in place of one: 用户想要一段风筝的介绍。
_IS_TOLD_OF = in_both_forms(
    r"(?:(?:该|这位|一[个位名])?(?:用户|学生|顾客|客户|读者|家长|护士|老师|网友)|有人)(?:，\d{1,2}岁，)?(?:想要"
    r"|想知道|想了解|问|询问|希望得到|请求)[^。？?！：:；\n“]{2,40}。?"
    r"|(?:一[个条道](?:关于|有关)[^。？?！：:；\n“，]{1,24}的(?:问题|题目|请求)|(?:关于|有关)[^。？?！：:；\n“，]{1,24}的(?:指令|任务))。?"
)
# "客户问什么时候开票，怎么回": one who was asked wants to know what to say.
_ASKS_ITSELF = in_both_forms(
    r"[，,；;][^，。\n]{0,8}?(?:怎么|如何|怎样|咋|该)(?:回|答|说|讲|办|解释|应对|应付|处理|开口|跟|给|拒)|[帮替给]我"
)


def asks(instruction: str) -> bool:
    """Return whether an instruction asks for something, as far as that can be told."""
    text = instruction.strip()
    if _THANKS.fullmatch(text):
        return False
    if _IS_TOLD_OF.fullmatch(text) and not _ASKS_ITSELF.search(text):
        return False
    return _MAY_ASK.search(text) is not None or not (_BEGINS.match(text) and _TELLS.fullmatch(text))
