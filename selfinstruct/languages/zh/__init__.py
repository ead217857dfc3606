"""Chinese: prompts and seed tasks are simplified, what is read may be traditional."""

from selfinstruct.languages import Language, Markers, SeedLimits
from selfinstruct.languages._jieba import cut
from selfinstruct.languages.zh import refusals
from selfinstruct.languages.zh.asking import asks
from selfinstruct.languages.zh.changed_form import changed_form
from selfinstruct.languages.zh.chat import CHAT, HANDS_OVER, HAS_USERS, SHOWS_REFUSALS, THINKS
from selfinstruct.languages.zh.delivered import DELIVERS
from selfinstruct.languages.zh.described import ASKS_TO_WRITE, DESCRIBED
from selfinstruct.languages.zh.forms import mixed_forms
from selfinstruct.languages.zh.labels import NAMES_LABELS, WANTS_MORE
from selfinstruct.languages.zh.needs import MAY_NEED_INPUT, NEEDS_INPUT
from selfinstruct.languages.zh.notes import ADVERTISES, PUBLISHES, SERVICE_NOTE, SHOWS_NOTES
from selfinstruct.languages.zh.phrases import verb_and_noun
from selfinstruct.languages.zh.prose import is_chinese, is_foreign
from selfinstruct.languages.zh.seeds import SEED_WORDS
from selfinstruct.languages.zh.traditional import OTHER_FORMS, in_both_forms


def tokenize(text: str) -> list[str]:
    """Return jieba's words, letters and digits in them lower-cased, punctuation and white space dropped.

    `rouge_score`'s own tokenizer keeps a-z and 0-9 only, so that a Chinese sentence scores 0 with itself.
    """
    return [word.lower() for word in cut(text) if word.isalnum() or any(map(str.isalnum, word))]


def count_characters(text: str) -> int:
    """Return the number of characters without white space: words by `split()` would make all Chinese "too short"."""
    return len("".join(text.split()))


def chinese_numeral(number: int) -> str:
    """Return a number up to 99 as it is written in words."""
    tens, ones = divmod(number, 10)
    ten = f"{_DIGITS[tens] if tens > 1 else ''}十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


_DIGITS = "零一二三四五六七八九"
_NUMBER = "(?:[0-9０-９]+|[一二两三四五六七八九十百千几]+)"
_LENGTHS = "(?:字|汉字|词|句话?|行|段话?|自然段|段落|页|条要点)"
_MADE = (
    r"(?:图片|图像|照片|图画|插图|漫画|海报|视频|音频|录音|截图|流程图|示意图|"
    r"思维导图|图表|甘特图|折线图|柱状图|饼图|结构图|地图|动画|动图|标志图|平面图|户型图|布局图)"
)
_ABOUT = (
    r"(?![社家师员馆界业]|学(?!习)|的?(?:脚本|文案|标题|说明|简介|解说|策划|配文|描述|平台|网站|会议|博主|"
    r"技巧|步骤|方法|流程|注意|软件|课程|处理|识别)|[时前后]|[^。！\n]{0,30}(?:[?？]|哪些|什么|怎么))"
)
# "这张照片说明是参赛用的" is about a text; "这张照片说明了什么" is not.
_TEXT_OF_IT = r"(?!的?(?:脚本|文案|标题|简介|描述|配文|字幕|台词|数|说明(?!了|什么|的是)))"
_COMMAND = r"(?:(?<!\w)|(?<=[请并再去先])|(?<=然后)|(?<=帮我)|(?<=给我))"
_NOT_A_VERB = r"(?!对抗|式|模型|[和与及的师者])"
_SONG = r"(?:歌曲?|曲子?|音乐|乐曲|专辑|铃声|戏曲?|相声|评书)"
_XX = r"(?<![A-Za-z0-9Ｘ×〇○＊])(?:某某某?|[XxＸ]{2,}|[×〇○＊]{2,})"
_WHO = (
    r"(?:有限(?:责任)?公司|公司|城市|国家|地区|餐厅|先生|女士|小姐|学校|单位|同志|大学|学院|中学|小学|品牌|老师|教授"
    r"|经理|同学|医生|主任|局长|校长|院长|总裁?|市|省|县|区|镇|村|"
    r"路|街道?|小区|银行|医院|酒店|集团|部门?|机构|网站|平台|项目|产品|活动|店|有限|科技|客户|班级?|专业|年|月|日|岁)"
)
_KIND = (
    r"(?:头脑风暴|开放式?(?:问题|问答)|材料?问答|改写|信息抽取|抽取|"
    r"摘要|概括|分类|文本生成|生成|推理|数学|代码|翻译|角色扮演|规划|编辑)"
)
_GAP = (
    r"(?:姓名|名字|日期|公司名?称?|主题|文本|文章|段落|句子|产品名?称?|城市名?称?|内容|收件人|品牌名?称?|国家名?称?|"
    r"人名|地名|书名|关键词|客户名?称?|用户名)[0-9一二三四五]?"
)
# Their object or clause comes after them; as the last part of another word ("拖把", "总和") they may end a text.
_NO_END = (
    r"因为|由于|对于|以及|并且|而且|或者|如果|虽然|尽管|不仅|不但|为了|通过|根据|按照|随着|譬如|即使|除了|以便|从而"
    r"|(?<![火拖车门刀手话扶握一二两三四五六七八九十几多大\d])把"
    r"|(?<![总饱共温谦柔缓随中调附亲祥求暖平讲不说议应唱人的])和"
    r"|(?<![参给赋施授])与|(?<![普涉提波顾触埃遍危论])及|(?<![棉毛植夹盖午睡铺羽被])被|(?<![抑间])或"
    r"|(?<![麻名大小武中上少老健闯即必猛干主])将|(?<![谦转礼退忍推出避割辞])让|(?<![服听顺自屈跟随依遵])从"
)

LANGUAGE = Language(
    code="zh",
    name="Chinese",
    training_format="belle",
    markers=Markers(
        task="任务",
        instruction="指令",
        input="输入",
        output="输出",
        label="标签",
        end="完",
        nothing="无",
        brackets="【】",
        gap="",
        other_inputs=("材料", "上下文", "背景", "补充", "原文", "附件", "内容", "素材", "资料"),
        other_outputs=("回答", "预期输出", "答案", "参考答案", "答"),
        before_outputs=("最终答案", "最终回答", "助手", "回复"),
        other_ends=("结束", "任务结束"),
        other_parts=("难度", "类型", "类别"),
        explanations=("解析", "解释", "分析", "理由", "思路"),
        closing_words=("全文完", "完毕", "完成", "任务完", "任务完成", "全部完成"),
        other_tasks=("题目", "第", "消息", "问题", "提问", "请求", "用户"),
        examples=("示例", "实例", "样例", "例"),
        counting_words=("条", "个", "项", "题", "个任务"),
        numerals=tuple(map(chinese_numeral, range(1, 100))),
        quotes=("“”", "「」"),
    ),
    tokenize=tokenize,
    size=count_characters,
    size_unit="characters",
    shortest=4,
    longest=150,
    short_answer=120,
    seed_limits=SeedLimits(shortest=4, longest=250, longest_output=1600, long_output=100, page=700, first_words=0),
    seed_words=SEED_WORDS,
    other_forms=OTHER_FORMS,
    is_own_script=is_chinese,
    is_foreign=is_foreign,
    scripts=frozenset({"HAN"}),
    names_languages=in_both_forms(
        r"译|语言|[双外国多]语|中英|世界语|外文|双文|原文|[日英汉韩朝法德俄葡泰越蒙藏梵粤缅老意希拉]丁?[语文]|"
        r"(?:西班牙|阿拉伯|希腊|希伯来|印[地度尼]|乌克兰|乌尔都|波斯|土耳其|泰米尔|孟加拉|瑞典|荷兰|波兰)[语文]|"
        r"[假片平]名|谚文|字母|拼音|音标|发音|罗马字|颜文字|Unicode",
    ),
    asks=asks,
    # "楼下图书馆", "例如图像处理", "以下图案" and "常见图表" hold 下图, 如图 and 见图.
    asks_for_media=in_both_forms(
        r"(?<!如何)(?<!怎么)(?<!怎样)(?:(?<![漫动绘油国壁版书插图刻])画|绘制|生成|设计|制作|拍摄|"
        rf"录制|播放|上传|下载|打开|观看|展示|附上|剪辑|创建|构建"
        rf"|裁剪){_NOT_A_VERB}[^，。；！？\n]{{0,8}}?{_MADE}{_ABOUT}"
        r"|(?:(?<!查)看|(?<![例比假诸])如|下|(?<!线)上|附|(?<![常少罕])见)图(?![书像形表案谱纸例标腾])"
        r"|(?:以下|如下)图[形像片表]|(?<![形线状试意企])图中|(?<!意)图示(?!例)"
        rf"|(?<![”：:])(?<![：:] )这[张幅](?:图|照片|画){_TEXT_OF_IT}"
        r"|(?:所附|上传的|附件中?的)(?:文件|图(?!书)|音频|视频|照片)"
        r"|(?:提供的|给定的)(?:图[片像]|音频|视频|照片|截图)"
        rf"|(?:下面|以下|上面|下列|给定)的?(?:照片|图片|录音|音频|视频|截图|画(?![面家展法像])){_TEXT_OF_IT}"
        rf"|(?:根据|看|听)(?:这[张幅段个]|一?[段个])?(?:照片|图片|录音|音频|视频)(?=[，。,、回写描说内总并后])"
        r"|(?:以下|下面|上述|给定|这个)的?(?:链接|网址)(?:中|里|的文章|的内容)"
        r"|(?<![漫动绘油国壁版书插图刻勾描])画(?:一|出|个)(?:[^，。；！？\n]{0,4}(?:图|画|像)|[张幅])"
        r"|(?:(?<![漫动绘油国壁版书插图刻勾描])画|绘制)[^，。；！？\n]{0,10}?(?:草图|素描|简笔画|水彩画|油画|国画"
        r"|蜡笔画|水墨画)"
        rf"{_ABOUT}"
        r"|(?<![漫动绘油国壁版书插图刻勾描])画出[^，。；！？\n]{0,8}?(?:布局|结构|形状|轮廓|样子|地形|图案|图形|构造"
        r"|外观)(?!的)"
        rf"|(?:{_COMMAND}画[一两三][只棵朵座匹辆栋颗]|(?<=[帮给]我)画[一两三个])"
        rf"|{_COMMAND}(?:播放?|放|唱|哼|演?奏)(?!列表|量|器|次数|时长|记录|率|假|弃|下|在"
        rf"|到)[^，。；！？\n]{{0,16}}?{_SONG}(?!词|名|谱|手){_ABOUT}"
        rf"|(?:{_COMMAND}|(?<=你))(?:唱一首|弹奏一?[首曲段])|朗读(?:出来|给我听)"
        rf"|{_COMMAND}(?:点击|访问|打开|浏览|登录)[^，。；！？\n]{{0,8}}?(?:链接|网址|网站|网页|官网)"
        r"(?!很|[时后的]|[^。！\n]{0,30}[?？])"
        rf"|{_COMMAND}上网(?:搜索|查找|查询)",
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
    scaffolding=in_both_forms(
        rf"\A[【\[（(]{_KIND}[】\]）)]|[【\[（(](?:{_KIND}(?:任务|类|题)?|(?:罕见|少见|还缺)的?(?:类型|话题"
        rf"|写法))[】\]）)]\W*\Z|[（(](?:答案?|参考答案|输出)[：:][^）)\n]*[）)]\W*\Z"
        r"|\A\W{0,3}(?:还缺的)?(?:类型|话题|写法)[：:]\S{1,20}\n|[（(\n]\W{0,3}(?:还缺的)?(?:类型|话题"
        r"|写法)[：:][^\n]{1,20}\Z"
        r"|\A【(?:任务)?(?:类型|话题|写法|类别)】|\A改写[：:](?=(?:说出|写[出一]|列[出举]|判断|解释|描述|概括|翻译"
        r"|请?[把将用给根]))"
        r"|\A(?:头脑风暴|开放式?(?:问题|问答)|材料?问答|信息抽取|文本生成|推理|数学|代码|角色扮演|规划)[：:]"
        r"|\A\W{0,3}(?:指令|任务)\d{0,3}[：:]",
    ),
    leads_on=in_both_forms(
        r"\w{3}[，、]\Z|[。！？]\w{1,2}[，、]\Z|\w{3}[，,](?:而且|并且|以及|因为|或者|但是?|然后|所以|同时|接着|例如"
        r"|比如)\Z"
        rf"|[^\s。！？!?]{{4}}(?:{_NO_END})\Z"
    ),
    names_labels=NAMES_LABELS,
    wants_more=WANTS_MORE,
    needs_input=NEEDS_INPUT,
    delivers=DELIVERS,
    mixes_forms=mixed_forms,
    changes_form=changed_form,
    may_need_input=MAY_NEED_INPUT,
    gives_voice=refusals.GIVES_VOICE,
    reworks=refusals.REWORKS,
    described=DESCRIBED,
    asks_to_write=ASKS_TO_WRITE,
    # Headings ("【补充说明】", "【输入格式】", "【日期】5月3日") and remarks ("（填写时请用钢笔）") are no gaps.
    placeholder=in_both_forms(
        r"[\[【（(<＜{](?:请在?此?处?|在?此处?|这里)(?:插入|填写|填入|粘贴|补充"
        r"|输入)[^\]】）)>＞}\n]{0,30}[\]】）)>＞}]"
        r"|[\[【（(<＜{](?:插入|填写|填入|粘贴)(?!说明|要求|须知|时|前|后|语|指南|示例|日期)"
        r"[^\]】）)>＞}：:，。\n]{1,30}[\]】）)>＞}]"
        r"|[\[【<＜{](?:[你您]的|输入(?=[你您]的|文章|文本|内容|姓名|名字|日期|句子|段落|公司|城市))"
        r"[^\]】>＞}\n]{1,30}[\]】>＞}]"
        rf"|(?<=[^\s。；;A-Za-z0-9_)\]])\[{_GAP}\]|(?<=[^\s。；;])[【<＜]{_GAP}[】>＞]"
        rf"|(?<=[^\s。；;A-Za-z0-9_)\]])\{{{{?{_GAP}\}}"
        rf"|(?:关于|有关)(?:某某|[XxＸ×]{{2,}})的|(?<!_)_{{2,}}的_{{2,}}|{_XX}{_WHO}|(?:尊敬|亲爱|敬爱)的(?:某某"
        rf"|[XxＸ×＿_]{{2,}})|(?:我叫|名叫|姓名[：:]\s?){_XX}"
        rf"|[给致向]某某某?(?=写|发|寄|的|，|。)"
        r"|(?<!\w)[Xx]{2,}@|@[Xx]{2,}(?!\w)|(?<![\w-])(?:[Xx]{3,}-)+[Xx]{3,}"
        r"|^\W*(?:此处|这里|在此)(?:输入|填写|插入)\S{0,12}$|\blorem ipsum\b",
    ),
    no_input=in_both_forms(
        r"无|略|暂无|无需|无须|不需要|不适用|空输入|输入[为是]?[空无]|暂?[无没]有?(?:内容|参考材料|参考资料|附加信息)|"
        r"未提供|未给出|不涉及|"
        r"(?:[此该本这]?个?(?:任务|题目?|指令|问题))?(?:暂?无|没有|无需|无须|不需要|不用|不涉及|未提供|未给出)"
        r"(?:任何|额外|附加|特定|具体|其他|文本)?的?(?:提供)?(?:输入(?:内容|文本|信息)?|(?<=额外)信息|(?<=附加)内容)"
    ),
    no_input_in_brackets=("空", "没有", "沒有"),
    asks_of_a_word=in_both_forms(
        r"^(?!.*[“「『\"：:（(])"
        r".*(?:下面|下列|以下|上面|上述|[这该此本][个些]?|给定|给出|所给|输入)的?(?:[一两三几]?[个些])?\w{0,4}?"
        r"(?:(?<![数文])字(?![数幕体段典符])|(?<!歌)词(?![汇牌典])|单词|符号|标记|标点|字符(?!串)|缩写|省略号|破折号"
        r"|斜杠)",
    ),
    may_be_none=in_both_forms(
        r"^(?![\s\S]*(?:怎么[样做]?|如何|为什么|为何|解释|说明|描述|介绍|讨论|写|推荐|建议|总结|概括|翻译|改写|比较"
        r"|创作|点评))"
        r"[\s\S]*(?:[?？吗呢]|哪|什么|是否|有没有|有无|找|提取|抽取|识别|列出|判断|检查|分类|选|指出|标出|标签|归类"
        r"|输出|返回|结果|统计|计算)",
    ),
    yes=("是", "对", "對", "属于", "屬於", "yes", "true", "分类", "分類"),
    no=("否", "不", "非", "没", "沒", "no", "false", "生成"),
    of_verdict={
        "reason": ("理由", "原因", "说明", "评语", "分析", "点评"),
        "valid": ("指令成立", "指令合理", "指令有效", "任务成立", "有效任务"),
        "input_fits": ("输入合适", "输入恰当", "输入适合"),
        "output_right": ("输出可用", "输出正确", "输出可接受"),
        "helpfulness": ("有用", "有用性", "有帮助", "帮助性"),
        "correctness": ("正确", "正确性", "准确", "准确性"),
        "clarity": ("清楚", "清晰", "清晰度", "清晰性", "明确"),
    },
    cannot_be_done=in_both_forms(r"此题无法完成[ \t]*[:：。—-]*"),
    sets_limit=in_both_forms(
        rf"(?:不超过|不多于|不少于|少于|多于|至多|最多|至少|控制在|限(?:制在|于)?|大约|大概|约|左右|用"
        rf"|以内)[^，。；\n]{{0,6}}?{_NUMBER}\s*[个]?{_LENGTHS}"
        rf"|{_NUMBER}\s*(?:[个到至\-－~～—]\s*{_NUMBER})?\s*[个]?{_LENGTHS}(?:以内|之内|左右|以上|以下|内|上下"
        rf"|的(?:短文|文章|作文|故事|简介|介绍|回复|总结|摘要|评论|文案))"
        r"|一句话|(?<!数)字数"
    ),
    verb_and_noun=verb_and_noun,
    closing_remark=in_both_forms(
        r"[✅✓☑️🎉*（(\s]*(?:(?:希望(?:这些|以上)|(?:如果?|若)[你您]?(?:还|有)?需要?|(?:请问)?(?:是否|还)?需要(?:我"
        r"|更多)|以上(?:是|就是|为)|请告诉我)"
        r".*(?:任务|指令|示例|例子|题目|继续).*"
        r"|以上(?:实例|示例)(?:覆盖|涵盖|包[含括]|[均都]).*"
        r"|…{0,2}[（(](?:更多|后续|其余|剩余)(?:的)?(?:任务|指令|示例|实例).{0,30}"
        r"|以上(?:共|[均都]是|这?\d+[个条])?.*(?:任务|指令)(?!完成后).*"
        r"|(?:所有|全部|以上|各[条个]?)(?:的)?(?:任务|指令|实例|示例|题目)(?:之间|彼此)?[均都各互]?(?:互?不相同"
        r"|不重复|无重复|不同|原创|独立|唯一).*"
        r"|(?:注|备注|说明)[：:].*(?:任务|指令|实例|示例)(?:\d|均|都|约|已|各|里|中).*"
        r"|(?:所有|全部)?(?:任务)?(?:已|都)?(?:经)?全部(?:任务)?(?:已)?(?:完成|生成|写完)(?:完毕|了)?[。！!*）)]*"
        r"|希望(?:这些?|以上)?(?:内容|回答)?能?够?对[你您]们?能?有所?帮助[。！!*）)]*|完[。！!])"
    ),
)
