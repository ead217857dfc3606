"""Instructions that need eyes, ears, hands or the web go; those that only speak of such things stay."""

import pytest

from selfinstruct.core.values import Draft
from selfinstruct.filters.asks_for_media import check_instance, check_instruction
from selfinstruct.languages import find_language


@pytest.mark.parametrize(
    ("code", "instruction", "detail"),
    [
        ("en", "Draw a cat sitting on a windowsill.", "Draw a"),
        ("en", "Given the table, generate a bar chart of the sales.", "generate a bar chart"),
        ("en", "Can you design a logo for my bakery?", "design a logo"),
        ("en", "Look at this car photo and tell me which model it is.", "Look at this car photo"),
        ("en", "What breed is the dog in the following photo?", "the following photo"),
        ("en", "Describe the picture in two sentences.", "Describe the picture"),
        ("en", "Count the people in the image below.", "image below"),
        ("en", "Summarise the attached file.", "attached file"),
        ("en", "Click on the link and tell me the headline.", "Click on the link"),
        ("en", "Search the web for reviews of this blender.", "Search the web"),
        ("en", "Use the given data to create a pie chart.", "create a pie chart"),
        ("en", "Design a poster for a school fair.", "Design a poster"),
        ("en", "Construct a flow chart for baking bread.", "Construct a flow chart"),
        ("en", "Convert the data into a pie chart.", "Convert the data into a pie chart"),
        ("en", "Crop a portrait photo to a square.", "Crop a portrait photo"),
        ("en", "Based on the photo provided, name the animal.", "photo provided"),
        ("en", "Given a photo, classify the animal in it.", "Given a photo"),
        ("en", "Describe the following photo in 20 words.", "the following photo"),
        ("en", "Summarise the article in the given link.", "in the given link"),
        ("en", "Draw a floor plan of the house in which the murder was committed.", "Draw a floor plan"),
        ("en", "Design a floor plan with three bedrooms.", "Design a floor plan"),
        ("en", "Sketch the ground plan of a Roman villa.", "Sketch the"),
        ("en", "Draw a plan of my kitchen with the new oven.", "Draw a"),
        ("en", "Draw a seating plan for eighty guests.", "Draw a"),
        ("en", "Read the PDF and list its headings.", "Read the PDF"),
        ("zh", "为夏季音乐会设计一张海报。", "设计一张海报"),
        ("zh", "请画一只猫的漫画。", "画一只猫的漫画"),
        ("zh", "帮我画一张全家福。", "画一张"),
        ("zh", "根据以下图表回答问题。", "以下图表"),
        ("zh", "如图，求三角形的面积。", "如图"),
        ("zh", "请打开以下链接，总结文章大意。", "打开以下链接"),
        ("zh", "数一数这张照片里有几个人。", "这张照片"),
        ("zh", "这张照片说明了什么？", "这张照片"),
        ("zh", "给我唱一首生日歌。", "唱一首生日歌"),
        ("zh", "播放一首周杰伦的歌。", "播放一首周杰伦的歌"),
        ("zh", "請播放一首輕鬆的音樂。", "播放一首輕鬆的音樂"),
        ("zh", "請為音樂會設計一張海報。", "設計一張海報"),
        ("zh", "绘制案发那栋房子的平面图。", "绘制案发那栋房子的平面图"),
        ("zh", "设计一套三居室的户型图。", "设计一套三居室的户型图"),
        ("zh", "画出房子的布局。", "画出房子的布局"),
        ("zh", "绘制夏季海滩场景的素描。", "绘制夏季海滩场景的素描"),
        ("zh", "給我放一段京劇戲曲。", "放一段京劇戲曲"),
        ("zh", "给我放一段京剧戏曲。", "放一段京剧戏曲"),
        ("en", "Play a song by the Beatles.", "Play a song"),
        ("zh", "创建一个流程图，说明请假步骤。", "创建一个流程图"),
        ("zh", "裁剪人像照片。", "裁剪人像照片"),
        ("zh", "分析下面的照片并解释它是什么。", "下面的照片"),
        ("zh", "听录音并写下内容。", "听录音"),
        ("zh", "以下链接中文章的主题是什么？", "以下链接中"),
        ("zh", "畫一隻貓。", "畫一隻"),
        ("zh", "请上网查找这家餐厅的评价。", "上网查找"),
    ],
)
def test_the_act_is_rejected(code: str, instruction: str, detail: str) -> None:
    assert check_instruction(instruction, find_language(code)) == detail


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("en", "Draw a conclusion from the survey results."),
        ("en", "Draw an informed comparison between the two poems."),
        ("en", "Draw a plan for a week in Rome."),
        ("en", "Draw an action plan of three steps for the club."),
        ("en", "Describe the floor plan of a two-storey house."),
        ("en", "Explain the plan of the house of Usher."),
        ("en", "Draw a card from a full deck: how likely is an ace?"),
        ("en", "Summarise the plot of the novel in three sentences."),
        ("en", "Explain how the film uses animation to tell its story."),
        ("en", "Discuss the plot of the animation and its main theme."),
        ("en", "Write a video script about composting."),
        ("en", "Generate ideas for videos about chess openings."),
        ("en", "How do I upload photos to my phone's cloud storage?"),
        ("en", "Describe how to paint a wall without leaving streaks."),
        ("en", "Compare two open source web frameworks."),
        ("en", "Write a tagline that invites people to visit our website."),
        ("en", "Find the shortest path in the given graph."),
        ("en", "Explain what the following file does and whether it is safe to delete."),
        ("en", "What makes the combat in this video game so tense?"),
        ("en", "Make a flow chart of the process in Mermaid syntax."),
        ("en", "Write Python code, then plot the temperatures as a line graph."),
        ("en", 'Translate into French: "Open the website and click the link."'),
        ("en", "Play the role of a music critic."),
        ("en", "Write a song about rain."),
        ("en", "Paint a picture in words of a winter morning."),
        ("en", "Sketch an outline for an essay on bees."),
        ("en", "Create a mind map in plain text for a wedding."),
        ("en", "Generate a map from countries to capitals in JSON."),
        ("zh", "用CSS画一张笑脸。"),
        ("zh", "画出文中的比喻句。"),
        ("zh", "素描和油画有什么区别？"),
        ("zh", "户型图应该怎么看？"),
        ("zh", "制作一份地图学的复习提纲。"),
        ("zh", "寫一段程式碼，繪製銷售額的折線圖。"),
        ("zh", "用文字画一幅江南水乡的图画。"),
        ("zh", "用缩进列表设计一个流程图，说明请假流程。"),
        ("zh", "改为主动句： 这幅画是由艺术家创作的。"),
        ("zh", "描述莫奈的《日出·印象》这幅画。"),
        ("zh", "给这个播放列表起个名字，里面都是老歌。"),
        ("zh", "列出适合在婚礼上播放的歌曲。"),
        ("zh", "写一首歌的歌词。"),
        ("zh", "播放音乐的软件有哪些？"),
        ("zh", "用“画蛇添足”造一个句子。"),
        ("zh", "写一篇《你的名字》的观后感，不少于三百字。"),
        ("zh", "漫画和动画有什么区别？"),
        ("zh", "如何制作视频才能吸引观众？"),
        ("zh", "拍摄照片时怎样避免逆光？"),
        ("zh", "为一段宠物视频写三个标题。"),
        ("zh", "解释生成对抗网络在图像修复中的作用。"),
        ("zh", "平面设计和插图有什么联系？"),
        ("zh", "楼下图书馆周末几点开门？请写一条询问短信。"),
        ("zh", "列举三种常见图表类型及其用途。"),
        ("zh", "给线上图书商城写一份退换货说明。"),
        ("zh", "列出深度学习的应用，例如图像处理。"),
        ("zh", "这个段落刻画出一个怎样的人物？"),
        ("zh", "打开网页很慢，可能是哪些原因？"),
        ("zh", "统计每天访问网站的人数，应该建哪些字段？"),
        ("zh", "下面这张照片说明是参赛用的，我该报哪个组？"),
        ("zh", "這張圖的標題怎麼改才醒目？"),
        ("zh", "把这句话改成主动语态：“这幅画是由一位农民画的。”"),
        ("zh", "找出句子里的宾语：她在唱一首歌。"),
        ("zh", "用Python绘制柱状图，要求每根柱子标出数值。"),
        ("zh", "他试图中途退出比赛，请分析他的心理。"),
    ],
)
def test_speaking_of_it_is_kept(code: str, instruction: str) -> None:
    assert check_instruction(instruction, find_language(code)) is None


@pytest.mark.parametrize(
    ("code", "given"),
    [
        *(
            ("zh", each)
            for each in (
                "<图片>",
                "[图片]",
                "（图片：一个老人坐在长椅上）",
                "【此处插入图片】",
                "（见附图）",
                "[语音：音频]",
            )
        ),
        *(("zh", each) for each in ("photo_01.jpg", "![](https://example.org/cat.png)", "＜圖片＞")),
        *(("en", each) for each in ("<image>", "[Photo]", "[Image of a cat]", "(Photo: an old man on a bench)")),
        *(("en", each) for each in ("{{video}}", "[attached image]", "<audio_1>", "recording.mp3")),
    ],
)
def test_an_input_that_stands_for_media_is_rejected(code: str, given: str) -> None:
    instruction = {"zh": "说说这个人的心情", "en": "How does he feel?"}[code]
    assert check_instance(Draft(instruction, given, "Calm. 平静。"), find_language(code)) == given


@pytest.mark.parametrize(
    ("code", "instruction", "given"),
    [
        ("zh", "把这句图片说明改通顺", "（图片：一个老人在长椅上面坐着）"),
        ("zh", "这段聊天里谁迟到了", "小王：[图片]\n小李：收到，我晚到十分钟"),
        ("zh", "这个文件名是什么格式", "photo_01.jpg"),
        ("zh", "判断这句话的情感", "（图书馆里安静得只剩翻书声）"),
        ("en", "Give this picture a caption.", "(Photo: an old man on a bench)"),
        ("en", "What file extension does it have?", "recording.mp3"),
        ("en", "Is this HTML code sound?", "<video>"),
        ("en", "Who is late?", "Ann: [image]\nBob: I am late."),
    ],
)
def test_an_input_of_words_about_media_is_kept(code: str, instruction: str, given: str) -> None:
    assert check_instance(Draft(instruction, given, "A."), find_language(code)) is None


_PICTURES = ("![window](https://img.example.com/w.jpg)", "![](images/window.png)", "![窗](attachment://w)")


@pytest.mark.parametrize("picture", _PICTURES)
def test_a_picture_in_an_answer_that_nobody_asked_for_is_rejected(picture: str) -> None:
    for code, task, output in (("en", "Describe a window.", "It is round."), ("zh", "介绍花窗的图案", "多是海棠。")):
        language = find_language(code)
        assert check_instance(Draft(task, "", f"{output}\n\n{picture}"), language) == picture
        assert check_instance(Draft(f"{task} Markdown", "", f"{output}\n\n{picture}"), language) is None
