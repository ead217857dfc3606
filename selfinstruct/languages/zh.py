"""Chinese, simplified."""

import re

from selfinstruct.languages import Language, Markers, SeedLimits
from selfinstruct.languages._jieba import cut


def tokenize(text: str) -> list[str]:
    """Return jieba's words, letters and digits in them lower-cased, punctuation and white space dropped.

    `rouge_score`'s own tokenizer keeps a-z and 0-9 only, so that a Chinese sentence scores 0 with itself.
    """
    return [word.lower() for word in cut(text) if any(char.isalnum() for char in word)]


def count_characters(text: str) -> int:
    """Return the number of characters without white space: words by `split()` would make all Chinese "too short"."""
    return len("".join(text.split()))


def is_mainly_han(text: str) -> bool:
    """Return whether there are at least as many Han characters as half of the Latin words and other letters.

    A task about English or code holds Latin words; a task written in English has no Han characters to speak of.
    """
    han = len(re.findall(r"[㐀-䶿一-鿿豈-﫿]", text))
    others = len(re.findall(r"[A-Za-z]+|[^\W\d_A-Za-z㐀-䶿一-鿿豈-﫿]", text))
    return 2 * han >= others and han > 0


def chinese_numeral(number: int) -> str:
    """Return a number up to 99 as it is written in words."""
    tens, ones = divmod(number, 10)
    ten = f"{_DIGITS[tens] if tens > 1 else ''}十" if tens else ""
    return ten + (_DIGITS[ones] if ones else "")


_DIGITS = "零一二三四五六七八九"
_MADE = (
    r"(?:图片|图像|照片|图画|插图|漫画|海报|视频|音频|录音|截图|流程图|示意图|"
    r"思维导图|图表|折线图|柱状图|饼图|结构图|地图|动画|动图|标志图)"
)
_ABOUT = (
    r"(?!的?(?:脚本|文案|标题|说明|简介|解说|策划|配文|描述|平台|网站|会议|博主|"
    r"技巧|步骤|方法|流程|注意|软件|课程|处理|识别)|[时前后]|[^。！\n]{0,30}(?:[?？]|哪些|什么|怎么))"
)
_COMMAND = r"(?:(?<!\w)|(?<=[请并再去先])|(?<=然后)|(?<=帮我)|(?<=给我))"
_NOT_A_VERB = r"(?!对抗|式|模型|[和与及的师者])"
_AI = r"(?:人工智能|AI|大?型?语言模型|大模型|智能助[手理]|聊天机器人|虚拟助[手理])"
_NOT_A_PERSON = r"(?!专家|专业|工程师|领域|研究|产品|行业|技术|公司|创业|爱好|从业|开发|的)"
_DECLINES = (
    r"(?:无法|不能|没有办法|没办法)(?:直接|继续)?(?:[为给帮]助?[您你])?(?:提供|完成|回答|协助|帮助|满足|生成|"
    r"执行|给出|处理|写|创作|访问|查看|识别|判断|翻译|理解|确定)"
)
_GAP = r"(?:姓名|名字|日期|公司名?称?|主题|文本|文章|段落|句子|产品名?称?|城市|内容)"

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
        other_outputs=("回答", "预期输出", "答案", "参考答案", "答"),
        other_ends=("结束", "任务结束"),
        other_tasks=("题目", "第"),
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
    seed_limits=SeedLimits(shortest=6, longest=150, longest_output=600, long_output=100, first_words=0),
    is_own_script=is_mainly_han,
    # "楼下图书馆", "例如图像处理" and "常见图表" hold 下图, 如图 and 见图.
    asks_for_media=re.compile(
        r"(?<!如何)(?<!怎么)(?<!怎样)(?:(?<![漫动绘油国壁版书插图刻])画|绘制|生成|设计|制作|拍摄|"
        rf"录制|播放|上传|下载|打开|观看|展示|附上|剪辑){_NOT_A_VERB}[^，。；！？\n]{{0,8}}?{_MADE}{_ABOUT}"
        r"|(?:(?<!查)看|(?<![例比假诸])如|下|(?<!线)上|附|(?<![常少罕])见)图(?![书像形表])"
        r"|(?:以下|如下)图[形像片表]|(?<![形线状试意企])图中|(?<!意)图示(?!例)|这[张幅](?:图|照片|画)"
        r"|(?:所附|上传的|附件中?的)(?:文件|图(?!书)|音频|视频|照片)"
        r"|(?:提供的|给定的)(?:图[片像]|音频|视频|照片|截图)"
        r"|(?<![漫动绘油国壁版书插图刻勾描])画(?:一|出|个)(?:[^，。；！？\n]{0,4}(?:图|画|像)|[张幅])"
        rf"|(?:{_COMMAND}|(?<=你))(?:唱一首|弹奏一?[首曲段])|朗读(?:出来|给我听)"
        rf"|{_COMMAND}(?:点击|访问|打开|浏览|登录)[^，。；！？\n]{{0,8}}?(?:链接|网址|网站|网页|官网)"
        r"(?!很|[时后的]|[^。！\n]{0,30}[?？])"
        rf"|{_COMMAND}上网(?:搜索|查找|查询)",
    ),
    refusal=re.compile(
        rf"作为(?:一[个款名种位]?)?{_AI}{_NOT_A_PERSON}[^。！？\n]{{0,12}}?(?:我(?!们)|无法|不能|没有)"
        rf"|我(?:只)?是(?:一[个款名种位])?{_AI}(?=[，。,.！!]|\Z|助|语言|模型|聊天|机器人|程序|系统)"
        rf"|^\W*(?:非常|很|十分)?(?:对不起|抱歉|遗憾|不好意思)[^。！\n]{{0,12}}?(?<!们){_DECLINES}"
        rf"|^\W*我{_DECLINES}",
        re.IGNORECASE,
    ),
    # Headings ("【补充说明】", "【输入格式】", "【日期】5月3日") and remarks ("（填写时请用钢笔）") are no gaps.
    placeholder=re.compile(
        r"[\[【（(<＜{](?:请在?此?处?|在?此处?|这里)(?:插入|填写|填入|粘贴|补充|输入)[^\]】）)>＞}\n]{0,30}[\]】）)>＞}]"
        r"|[\[【（(<＜{](?:插入|填写|填入|粘贴)(?!说明|要求|须知|时|前|后|语|指南|示例|日期)"
        r"[^\]】）)>＞}：:，。\n]{1,30}[\]】）)>＞}]"
        r"|[\[【<＜{](?:[你您]的|输入(?=[你您]的|文章|文本|内容|姓名|名字|日期|句子|段落|公司|城市))"
        r"[^\]】>＞}\n]{1,30}[\]】>＞}]"
        rf"|(?<=[^\s。；;A-Za-z0-9_)\]])\[{_GAP}\]|(?<=[^\s。；;])[【<＜]{_GAP}[】>＞]"
        r"|(?:某某|XX|××|〇〇|＊＊)(?:公司|先生|女士|学校|单位|同志|大学|品牌)"
        r"|^\W*(?:此处|这里|在此)(?:输入|填写|插入)\S{0,12}$|\blorem ipsum\b",
        re.IGNORECASE,
    ),
    no_input=re.compile(
        r"无|暂无|无需|无须|不需要|不适用|空输入|输入[为是]?[空无]|暂?[无没]有?(?:内容|参考材料|参考资料|附加信息)|"
        r"未提供|未给出|不涉及|"
        r"(?:[此该本这]?个?(?:任务|题目?|指令|问题))?(?:暂?无|没有|无需|无须|不需要|不用|不涉及|未提供|未给出)"
        r"(?:任何|额外|附加|特定|具体|其他|文本)?的?(?:提供)?(?:输入(?:内容|文本|信息)?|(?<=额外)信息|(?<=附加)内容)"
    ),
    no_input_in_brackets=("空", "没有"),
    yes=("是", "对", "属于", "yes", "true", "分类"),
    no=("否", "不", "非", "没", "no", "false", "生成"),
    closing_remark=re.compile(
        r"[*（(]*(?:希望(?:这些|以上)|(?:如果?|若)[你您]?(?:还|有)?需要?|(?:请问)?(?:是否|还)?需要我|以上(?:是|就是|为|任务|指令)|请告诉我)"
        r".*(?:任务|指令|示例|例子|题目|继续).*"
    ),
)
