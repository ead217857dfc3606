"""The Chinese vocabulary of the demo model."""

from selfinstruct.backends.demo.words import Words

WORDS = Words(
    open_patterns=(
        "以{person}的口吻写{form}，向{person2}解释{noun}的{aspect}，{limit}。",
        "{person}{place}会怎样描述{adjective}{noun}的{aspect}？{limit}。",
        "比较{noun}的{aspect}与{noun2}的{aspect2}，站在{person}的角度来谈。",
        "列出{number}种办法，让{adjective}{noun}{place}帮上{person}的忙。",
        "我是{person}，{place}急需{adjective}{noun}，请替我写{form}向{person2}求助。",
        "用{person}听得懂的话说说{noun}的{aspect}为什么重要，{limit}。",
        "改写下面这{form}，让{person}明白其中{noun}的{aspect}。",
        "{person}向{person2}买{adjective}{noun}之前该问什么？列{number}个问题。",
        "概括{person}与{person2}{place}关于{noun}和{noun2}的谈话，{limit}。",
        "替喜欢{noun}的{person}安排{place}的一个上午，分{number}步写。",
        "从{person}{place}留下的{form}里找出所有涉及{noun}{aspect}的说法。",
        "把关于{adjective}{noun}的要点整理成{form}，给{person}看，{limit}。",
        "{noun}有没有可能{place}取代{noun2}？请像{person}那样论证，{limit}。",
        "给{place}卖{adjective}{noun}的小店起{number}个名字，要讨{person}喜欢。",
        "修改{person}写给{person2}的{form}，重点是{noun}的{aspect}。",
        "讲一讲{person}{place}弄丢{adjective}{noun}的经过，{limit}。",
        "请教{person}怎样{place}保管{adjective}{noun}，并指出{number}个常见错误。",
        "编一段{place}的对话：{person}怀疑{noun}的{aspect}，{person2}极力辩护。",
        "把这{form}里说{adjective}{noun}的句子译成{person}平时讲的大白话。",
        "{number}箱{noun}卖给{person}，{noun2}又涨了一倍，算算一共多少钱，并说明{aspect}。",
        "为什么{place}的人总把{noun}和{noun2}的{aspect}连在一起？讲给{person}听。",
        "推荐一件用{noun}做的{adjective}礼物送{person}，再配{form}，{limit}。",
        "设计一堂讲{noun}{aspect}的课，由{person}{place}教{number}个学生。",
        "做一张{number}行的表格，替{person}对照{adjective}{noun}和{noun2}。",
    ),
    labelled_patterns=(
        "判断{person}写的这段关于{noun}{aspect}的{form}是{one}还是{two}。",
        "把{person}{place}谈{noun}的留言归入{one}、{two}、{three}三类中的一类。",
        "下面这{form}讲的是{noun}与{noun2}，语气属于{one}、{two}还是{three}？",
        "{person}对{noun}{aspect}的看法是{one}还是{two}？",
        "给{person}{place}发的消息贴标签：{one}、{two}或{three}，注意其中提到的{noun}。",
        "从{one}和{two}里选一个，形容这{form}里{adjective}{noun}给{person}的印象。",
        "辨别{person2}回复{person}的话里，关于{noun}的部分是{one}还是{two}。",
        "按{one}、{two}、{three}给{place}收到的{noun}意见分类，先看{aspect}。",
    ),
    tails=(
        "顺带提一下{noun3}和{person3}。",
        "别把{adjective3}{noun3}写进去。",
        "要知道{person3}曾经{place3}住过。",
        "读者是{person3}，早就了解{noun3}的{aspect3}。",
        "语气要像{person3}写的{form3}。",
        "拿{place3}的{noun3}当例子。",
        "{person3}会用{noun3}的{aspect3}来评判。",
        "从{adjective3}{noun3}写起，落脚{place3}。",
        "就当{noun3}是{adjective3}{noun4}。",
        "成品要印成{form3}，挂{place3}。",
        "给{person3}和{noun3}各留一句。",
        "不要漏掉{place3}那些{noun3}的{aspect3}。",
    ),
    slots={
        "form": tuple(
            "一封短信,一首打油诗,一篇广播稿,一则日记,一份传单,一段致辞,一张食谱,一条简讯,一则寓言,一段祝酒词,一个谜语,"
            "一份备忘录,一张明信片,一页说明书,一篇书评,一段相声,一份访谈,一份菜单,一篇悼词,一段开场白,一份病历摘要,"
            "一份考察报告,一封家书,一条家规,一篇游记,一则启事,一款合同条文,一首摇篮曲,一段动员讲话,一个睡前故事,"
            "一份实验记录,一封请愿书".split(",")
        ),
        "person": tuple(
            "退休老船长,我二姨,腼腆的中学生,村支书,夜班护士,急性子厨师,两个表兄弟,街头艺人,新来的实习生,养蜂人,老印刷工,"
            "足球教练,疲惫的家长,房东太太,地质系学生,公交司机,天文爱好者,合唱团指挥,图书管理员,年轻农户,理发师傅,聋哑画家,"
            "围棋老师,守夜人,交换生,婚庆策划,随船医生,迷路的游客,校医,看门大爷,修表匠,第一次投票的青年,登山向导,面点师,"
            "焦虑的租客,独居邻居,木偶艺人,学徒焊工,守门员,税务顾问,集邮迷,灯塔看守,见习律师,评弹演员,助产士,园丁,同声传译,"
            "列车长,木匠,保险业务员".split(",")
        ),
        "adjective": tuple(
            "磕瘪的,借来的,手工的,冰冻的,二手的,折叠的,生锈的,带香味的,条纹的,没熟的,便携的,褪色的,自家种的,防水的,古董的,"
            "备用的,特大号的,进口的,腌制的,抛光的,木头的,易碎的,吵闹的,没名字的,蓝色的,空心的,烟熏的,便宜的,风化的,电动的,"
            "针织的,被遗忘的,黏糊糊的,密封的,上漆的,袖珍的,羊毛的,弯曲的,晒干的,发光的,崭新的,掉渣的,修补过的,银色的,野生的,"
            "沉甸甸的,租来的,泡过的,打结的,一尘不染的".split(",")
        ),
        "aspect": tuple(
            "价格,来历,气味,前景,隐性成本,美感,短缺,重量,养护,科学原理,风险,匮乏,买卖,失窃,设计,颜色,存放,维修,口味,法律规定,"
            "需求,起源,声音,浪费,形状,挑选,质量,运输,争议,流行,衰落,乐趣,传说,清洗,命名,发明人".split(",")
        ),
        "noun": tuple(
            "渡轮,柠檬,自行车铃,羊毛,潮汐表,管风琴,雨伞,黑麦面包,钥匙,向日葵,瓦片,棋钟,弹珠,雨水桶,泥人,旧地图,蜂箱,蜡烛,"
            "蒸汽机,茶具,二胡,菜园,渔网,镜子,雪铲,邮票,山羊奶酪,望远镜,被面,墨汁,纸灯笼,太阳能板,南瓜,登山鞋,气压计,船闸,"
            "夜班车,牡蛎,酵母,风车,秋千,列车时刻表,热水袋,填字游戏,马鞍,黑板,风筝,堆肥,助听器,疫苗,蚯蚓,缆车,烟囱,护照,苔藓,"
            "婚戒,沙堡,暖气片,借书证,钢琴,火山,食堂饭菜,方言,遗失行李,蜂蜜,冰川,纹身,过敏,路灯,童谣,老面,刺猬,电梯,彗星,蘑菇,"
            "陶器,拐杖,电子表格,雷声,基金,铜线,菜谱,睡眠,陪审,卫星,绳结,房贷,米酒,停车位,石板路,书架,抗生素,皮影,语法,汽笛,"
            "篝火,砂石,选票,雪橇,薄荷,珊瑚礁,皇冠,骰子,篱笆,雨靴,吊床,果酱,水壶,梯子,偏头痛,荨麻,橄榄,鹦鹉,采石场,竹筏,围巾,"
            "鳟鱼,陈醋,核桃,拉链".split(",")
        ),
        "place": tuple(
            "在夜行列车上,在山村里,在牙科诊所,停电的时候,在后台,在口岸,在操场边,赶集那天,在运河边,在拥挤的电梯里,在菜地里,"
            "在桥洞下,在出租屋,在码头办公室,下雨的周日,在法庭上,在钻井平台,在饭桌上,在候诊室,在采石场旁,在公交场站,在小岛上,"
            "在地窖里,在镇政府,秋收时节,放假前一天,在异国港口,中场休息时,考试之前,洪水过后,在医院花园,在欢送会上,在车间,"
            "在营火旁,在剧院,在房车里,在电话里,在老磨坊,在宠物医院,在包子铺门口".split(",")
        ),
        "limit": tuple(
            "不超过八十字,不要点名,分三小段,逐条写,用大白话,要押韵,举一个例子,用第二人称,写成五个问句,结尾要出人意料,"
            "用现在的口气,不出现数字,正好四句话,写得像半夜,带点幽默,适合贴在墙上,仿照法律文书,用两个比喻,末尾加一句提醒,写成对话,"
            "分两栏,像体育解说,附上反方意见,适合朗读,一口气说完,凭记忆写,越短越好,每点加小标题,用回忆的口吻,写给不信的人看".split(
                ","
            )
        ),
        "number": tuple("三,四,五,六,七,八,九,十,十一,十二".split(",")),
        "label": tuple(
            "友好,敌意,紧急,无害,属实,不实,正式,随意,乐观,悲观,清楚,含糊,严肃,讽刺,客气,粗鲁,肯定,怀疑,客观,主观,省钱,费钱,"
            "安全,危险,传统,现代,公开,私密".split(",")
        ),
    },
    sentences=(
        "{person}头一回听说{noun}，是{place}。",
        "此前{place}没人留意过{noun}的{aspect}。",
        "{adjective}{noun}要{number}块钱，{person}二话不说就付了。",
        "照{person}的说法，{noun}和{noun2}正好搭配。",
        "过了{number}天，{adjective}{noun}才送到{person2}手里。",
        "说到底，{noun}的{aspect}不如{noun2}要紧。",
        "{person}在{adjective}{noun2}旁边放了{number}件{noun}。",
        "一问起{noun}的{aspect}，{person}总要提到{noun2}。",
        "所以{place}也能见到{adjective}{noun}。",
        "大部分{noun}给了{person}，剩下的归{person2}。",
    ),
    joint="",
    chatter=("好的，以下是我的回答：", "当然可以，请看：", "没问题，我来写。", "希望对你有帮助！如需更多请告诉我。"),
    refusals=(
        "抱歉，我无法完成这个请求。",
        "作为一个人工智能语言模型，我不能提供这方面的内容。",
        "对不起，信息不足，我不能回答。",
    ),
    reasoning="用户想要多样的内容，我先看看已有的，再想些别的。",
    nothing=("<无输入>", "不需要输入"),
    classification_cues=("判断", "是否", "分类"),
)
