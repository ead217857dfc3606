"""Sound records that look like what filters reject: no filter objects to any of them."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters import load_filters
from selfinstruct.languages import find_language

_CODE = """```python
def total(prices):
    # the rest of the list is added up by the call below
    return prices[0] + total(prices[1:]) if prices else 0
```"""
ENGLISH = [
    (
        "Write a cliffhanger ending for a story about a lighthouse.",
        "",
        "The lamp went out, and someone knocked.\n\nTo be continued…",
    ),
    ("Write the first episode of a radio play about a baker.", "", "NARRATOR: The flour was gone. (To be continued…)"),
    ("Write a trailer text for a thriller.", "", "One house. One key. No way out. To be continued..."),
    (
        "Describe what happened to the talks in one sentence.",
        "",
        "After two days without a result, the talks are to be continued.",
    ),
    ("Translate into English: 未完待续", "", "To be continued"),
    ("Which words end a serial in a magazine?", "", "To be continued"),
    (
        "Show a code snippet for a React button, with the rest of the component left out.",
        "",
        "```jsx\n// ... rest of the component\n<button>Save</button>\n```",
    ),
    (
        "Give me the skeleton of a Flask app.",
        "",
        "```python\nfrom flask import Flask\napp = Flask(__name__)\n# your code here\n```",
    ),
    ("What does a comment look like in JavaScript?", "", "```js\n// existing users are kept\nlet users = load();\n```"),
    ("Write a function that adds up prices.", "", _CODE),
    (
        "Write a shell script that cleans up old logs.",
        "",
        "```sh\n# other users' files stay where they are\nfind . -user me -name '*.log' -mtime +30 -delete\n```",
    ),
    ("Show the syntax of a for loop in C.", "", "```c\nfor (int i = 0; i < n; i++) {\n    // your code here\n}\n```"),
    (
        "Only show the changed lines: rename x to y.",
        "x = 1\nprint(x)\nz = 2",
        "```python\ny = 1\nprint(y)\n# ... rest of the code unchanged\n```",
    ),
    ("Write a Python list of the first primes in one comment.", "", "```python\n# 2, 3, 5, 7, 11 ...\n```"),
    ("Write a CSS rule for a red heading.", "", "/* other headings keep their colour */\nh1 { color: red; }"),
    ("Encode “ice” in base64.", "", "aWNl"),
    ("Give an example of a SHA-256 hash.", "", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ("Generate a random API key.", "", "sk4f9Qm2XcV7bN1kLz8RtY6uJhG3wE5aPoD0iS"),
    ("Name the longest place name in Wales.", "", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"),
    (
        "Give the path of the file that the error names.",
        "File /usr/lib/python3/dist-packages/numpy/core/Multi9array.py not found",
        "/usr/lib/python3/dist-packages/numpy/core/Multi9array.py",
    ),
    ("Give the sentiment of this review as one emoji.", "Loved it!", "😀"),
    ("Which emoji fits a birthday?", "", "🎂"),
    ("Rate this film by stars.", "It was fine.", "⭐⭐⭐"),
    ("Which country's flag has a maple leaf?", "", "Canada 🇨🇦"),
    ("Reply to this message with a single symbol.", "See you at eight?", "👍"),
    ("What is the chemical symbol for boron?", "", "B"),
    ("Which vitamin prevents scurvy?", "", "C"),
    ("Which option is right? A: Rome B: Paris", "France", "The answer is option B."),
    ("Write a README with a build badge.", "", "# Chess\n\n![build](https://ci.example/badge.svg)"),
    ("How do I say thank you in Welsh?", "", "Diolch."),
    ("Write a note to a new neighbour.", "", "Hi there, welcome! If you need any help with the bins, ask."),
    ("Which limit does a context window set?", "", "The input may not exceed its maximum number of tokens."),
    ("Which city is the capital of France?", "A. Rome\nB. Paris\nC. Bonn", "B"),
    ("Which blood type is the universal donor's, leaving the sign out?", "", "O"),
    ("Who wrote the almanac?", "", "B. Franklin"),
    ("Which letter comes after A?", "", "The answer is B."),
    (
        "Write an email to my landlord about the leak; the photos come with it.",
        "",
        "Dear Mr Hall,\n\nThe kitchen ceiling leaks. I've attached three photos.\n\nBest,\nAnn",
    ),
    ("How do I get the tax form?", "", "Go to the tax office's page, choose “Forms” and click here to download it."),
    (
        "Write a note to the team that the report is done.",
        "",
        "Hi all, the report has been uploaded. You can download it here until Friday.",
    ),
    (
        "What should I do before painting with oils?",
        "",
        "Stretch the canvas, size it, and let the ground dry for a week.",
    ),
    (
        "Explain what an artifact is in archaeology.",
        "",
        "An artifact is anything made or shaped by people, such as a pot or an arrowhead.",
    ),
    (
        "Describe how a curator handles a find.",
        "",
        "She cleans it, gives it a number, and places the object in the archive.",
    ),
    (
        "Write a limerick about a file cabinet.",
        "",
        "A cabinet stood by the door,\nWith files from the year thirty-four.",
    ),
    ("I am a teacher and I need a rhyme for “orange”.", "", "Door hinge comes close."),
    ("I'm a list maker and want a packing list for the sea.", "", "Towel, hat, sun cream."),
    ("I am a word of five letters, what am I if you take two away and I'm still the same?", "", "Empty"),
]
ENGLISH += [
    ("How do I say “sure” more politely?", "", "Of course!"),
    ("Reply to this message in two words.", "Can you come at eight?", "Sure thing!"),
    ("What does the button below a block of code say?", "", "Copy code"),
    ("Is this mushroom safe to eat? Answer safe or unsafe.", "Fly agaric", "unsafe"),
    ("Give me the link to the documentation of Python.", "", "https://docs.python.org/3/"),
    ("Write Markdown for a photo of a harbour.", "", "![A harbour at dusk](harbour.jpg)"),
    ("Write the results section of a paper on tides.", "", "As shown in the figure below, tides rise twice a day."),
    ("Suggest a title for a book on harbours.", "", "# The Harbour"),
    ("What question should a host ask first?", "", "What kind of table would you like?"),
    ("Make a divider of ten stars.", "", "★★★★★★★★★★"),
    ("Write laughter as one word.", "", "hahahahaha"),
    ("Continue the pattern: a b a b", "", "a b a b a b a b a b a b"),
    ("Give me a JSON array with the word ice.", "", '["ice"]'),
    ("Write the speech of an old sailor.", "", "As I said before, the sea takes what it wants."),
    ("What does the character 木 mean?", "", "The character 木 means tree or wood."),
    ("Spell the word harbour with spaces.", "", "h a r b o u r"),
    ("What is the status of a parcel that has not left yet?", "", "Pending"),
    ("Continue the list: red, green", "", "blue, yellow"),
    ("Say the same as above but shorter: “Come at eight sharp, please.”", "", "Be here at eight."),
    ("A student asks how to fly a kite. Answer in a sentence.", "", "Run into the wind and let out line."),
    ("The customer asks for a refund; write a reply.", "", "We have sent your money back today."),
    ("How do I tie a bowline?", "", "Make a loop, pass the end up through it, round the rope and back down."),
    ("Give an example of an error message for an empty field.", "", "Error: please fill in your name"),
    ("Write a closing line for a thank-you card.", "", "It made my year. I hope you like it!"),
    ("What is 1/2 plus 3/2?", "", "2"),
    ("Write a dialogue between a user and an assistant.", "", "User: Is it old?\nAssistant: It is."),
    ("Explain the tag <|endoftext|>.", "", "<|endoftext|> marks the end of a text."),
    ("How long did he think?", "He said: “Thought for 3 days, then left.”", "Three days."),
]
ENGLISH += [
    (
        "Sort the list in Python.",
        "[7, 2, 9]",
        "```python\nprint(sorted([7, 2, 9]))\n\n# Output: [2, 7, 9]\n```\n\nThe list itself stays as it is.",
    ),
    (
        "Write a function that doubles a number, and call it.",
        "",
        "def double(number):\n    return 2 * number\n\nprint(double(4))\n# Output: 8",
    ),
    ("Write a Ruby method that says hello.", "", "def hello\n  puts 'hello'\nend"),
    ("Write a Lua function that adds two numbers.", "", "local function add(a, b)\n  return a + b\nend"),
    ("Which SQL expression turns 1 into yes?", "", "CASE WHEN answer = 1 THEN 'yes'\nELSE 'no'\nEND"),
    ("Name four cheeses.", "", "1. Brie 2. Cheddar 3. Gouda 4. Stilton"),
    ("List what I need for pancakes.", "", "You need:\n1. Flour\n2. Two eggs\n3. Milk\n4. Butter or oil"),
    ("Turn it into the passive voice: The artist in this photo painted the wall.", "", "The wall was painted by her."),
    ("Is it one or none? Answer 1 or 0.", "No ship came.", "0"),
]
CHINESE = [
    ("怎么礼貌地答应别人？", "", "当然可以！"),
    ("回复这条消息：“明天来吗？”", "", "好的。"),
    ("页面上展开正文的按钮叫什么？", "", "展开全部"),
    ("这种蘑菇安全吗？只答安全或有毒。", "毒蝇伞", "有毒"),
    ("给出Python官网的链接。", "", "https://www.python.org/"),
    ("写一段论文里描述曲线的话。", "", "如图所示，水位一天涨落两次。"),
    ("给这本书起个标题。", "讲港口的散文集", "《港口》"),
    ("客服第一句该问什么？", "", "请问您需要什么帮助？"),
    ("写出“好的谢谢”的英文。", "", "OK, thanks."),
    ("关于退税的常见问题有哪些？", "", "谁能退、退多少、怎么申请。"),
    ("用户想退货，写一条回复。", "", "已为您登记，退款三天内到账。"),
    ("继续写：红、绿、", "", "蓝、黄"),
    ("写一个谜语。", "", "小时四条腿，长大两条腿，老了三条腿。（打一生物）"),
    ("把“总结一下”改得书面一些。", "", "兹总结如下"),
    ("写一个悬疑故事的开头，结尾留悬念。", "", "灯灭了，门外有人敲门。\n\n未完待续……"),
    ("写一集连载小说，讲一个修表匠。", "", "他拆开表壳，里面藏着一张字条。（未完待续）"),
    ("“to be continued”怎么翻译？", "", "未完待续"),
    (
        "给出一个Flask项目的代码框架。",
        "",
        "```python\nfrom flask import Flask\napp = Flask(__name__)\n# 其余代码省略\n```",
    ),
    (
        "写一个求和函数。",
        "",
        "```python\ndef total(a):\n    # 其余元素递归相加\n    return a[0] + total(a[1:]) if a else 0\n```",
    ),
    ("只给出改动的部分：把x改名为y。", "x = 1\nprint(x)", "```python\ny = 1\nprint(y)\n# 其余代码不变\n```"),
    ("把“冰”编码成base64。", "", "5Yaw"),
    ("用一个表情符号概括这条评论的情绪。", "太好吃了！", "😋"),
    ("给这部电影打几颗星？", "一般般。", "⭐⭐⭐"),
    ("硼的元素符号是什么？", "", "B"),
    ("法国的首都是哪里？A. 罗马 B. 巴黎", "", "选B"),
    ("哪种维生素能预防坏血病？", "", "答案是C"),
    ("给房东写封信，说厨房漏水，照片另寄。", "", "房东您好：\n\n厨房漏水，照片已放入附件，请查收附件。\n\n小李"),
    ("怎么下载社保证明？", "", "登录当地人社局网站，进入“证明打印”，点击下载即可。"),
    ("写一条通知，说报名表已经放在群里。", "", "各位家长：报名表已上传群文件，请下载填写。"),
    ("介绍作家张爱玲的代表作。", "", "张爱玲（張愛玲）的代表作有《傾城之戀》《金鎖記》，写的多是旧上海的男女。"),
    ("“龍”的简体字怎么写？", "", "“龍”的简体字是“龙”，繁体有十六画，简体只有五画。"),
    (
        "介紹一下台北的夜市。",
        "",
        "台北的夜市以士林最有名，攤位從傍晚擺到半夜，蚵仔煎、滷味、珍珠奶茶應有盡有，適合邊走邊吃。",
    ),
    ("把下面的简体字改成繁体字。", "这里的风景很美，让人难忘。", "這裡的風景很美，讓人難忘。"),
    ("五个成语", "", "画蛇添足、守株待兔、亡羊补牢、掩耳盗铃、刻舟求剑"),
    ("北京三日游攻略", "", "第一天故宫，第二天长城，第三天颐和园。"),
    ("今天天气很好，写一句话形容。", "", "阳光像刚晒过的棉被一样暖。"),
    ("我今天很累，怎么放松一下？", "", "泡个热水脚，早点睡。"),
    ("我想学游泳。", "", "先报一个初学班，每周练两次。"),
    ("小明有三个苹果，吃了一个，还剩几个？", "", "两个。"),
    ("用字符给我画个请假审批的流程，贴到文档里用", "", "提交申请 → 组长审批 → 人事备案\n      ↓ 不同意\n    退回修改"),
    ("谢谢两个字用英语怎么说", "", "Thank you."),
    ("听说放盐能防掉色，对吗", "", "作用很小，冷水手洗更管用。"),
    ("手机充值没到账", "", "您的账户可能还在入账，等十分钟再查；还没到就找客服。"),
    ("给博客写一段带配图的苏州介绍", "", "苏州的花窗很有名。\n\n![花窗](https://img.example.com/a.jpg)"),
    ("懂行的人会怎么挑西瓜", "", "懂行的人会先看瓜脐：圈越小越甜。"),
    ("这封信的开头太生硬，怎么改", "尊敬的客户：兹通知如下。", "您好，想跟您说一件事。"),
]
CHINESE += [
    (
        "写一个把数字翻倍的函数并调用。",
        "4",
        "def double(number):\n    return 2 * number\n\nprint(double(4))\n# Output: 8",
    ),
    ("用 Ruby 写一个打招呼的方法。", "", "def hello\n  puts '你好'\nend"),
    ("推荐几家北京的老字号。", "", "1. 全聚德烤鸭店 2. 东来顺饭庄 3. 稻香村糕点铺 4. 六必居酱园"),
    ("列出做西红柿炒鸡蛋要用的东西。", "", "需要准备的材料有：\n1. 西红柿\n2. 鸡蛋\n3. 葱花\n4. 食用油或者猪油"),
    ("编写程序，打印以下图案：一行三个星号。", "", 'print("***")'),
    ("请把下面的句子改成被动句：画家完成了这幅画。", "", "这幅画被画家完成了。"),
    (
        "请为这段话选一个合适的标题：新系统先读入病历，自动整理成表格，再生成图表草稿交给医生核对，"
        "医生修改之后才会归档，整个过程比从前快了一半还多。",
        "",
        "病历整理提速一半",
    ),
    ("判断这句话用的是比喻还是拟人。比喻输出1，拟人输出0。", "春风抚摸着大地。", "0"),
    (
        "列出四本讲毅力的英文书及作者。",
        "",
        "1. 《坚毅》by Anna Reed\n2. 《再试一次》by Tom Hale\n3. 《慢跑者》by Ida Moss",
    ),
]


@pytest.mark.parametrize(
    ("code", "instruction", "given", "output"),
    [("en", *each) for each in ENGLISH] + [("zh", *each) for each in CHINESE],
)
def test_what_only_looks_wrong_is_kept(code: str, instruction: str, given: str, output: str) -> None:
    language, filters = find_language(code), load_filters()
    assert filters.reject_instruction(instruction, language) is None
    assert filters.reject_instance(Draft(instruction, given, output), language) is None
