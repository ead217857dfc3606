"""Checks of Chinese seed tasks in prose: what the outputs count, add up, keep or quote is recomputed."""

import csv
import json
import math
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.data.checks_zh import _chinese, _code, _input, _numbers, _output, _table
from tests.data.reading import clock, figures, items, numbered, run_javascript

NUMERALS = {_chinese(n): n for n in range(10000)} | {_chinese(n)[1:]: n for n in range(10, 20)} | {"两": 2}
LEVEL = "舟刚春街声归人轻知何相迎"  # 平, by the rhyme books
OBLIQUE = "寿岁路夜久静步履不处桂月下暗"  # 仄
RHYMES = {
    "ang": "乡霜缸梁坊汤方香房扬觞尝",
    "a": "哈耍假把下咔妈家啦",
    "ai": "裁乖",
    "ei": "堆谁",
    "ing": "轻迎明应",
    "an": "山烟先前",
}


def _length(text: str) -> int:
    """Count the characters of a text, punctuation included, without its spaces and line ends."""
    return len("".join(text.split()))


def _within(task: dict[str, Any], asked: str, low: int, high: int) -> str:
    """Assert that the instruction asks for a length and that the output keeps to it; return the output."""
    assert asked in task["instruction"] and low <= _length(_output(task)) <= high, _length(_output(task))
    return _output(task)


def _sentences(text: str) -> int:
    """Count the sentences of a text."""
    return len(re.findall("[。！？]", text))


def _list(task: dict[str, Any], asked: str, count: int) -> list[str]:
    """Assert that the instruction asks for a count and that as many lines are numbered; return them."""
    lines = numbered(_output(task))
    assert asked in task["instruction"] and len(set(lines)) == len(lines) == count
    return lines


def _both(text: str, output: str, *phrases: str) -> bool:
    """Say whether all the phrases, each perhaps as before=after, stand in the input and in the output."""
    pairs = [phrase.partition("=") for phrase in phrases]
    return all(before in text and (after or before) in output for before, _, after in pairs)


def _rhyme(text: str) -> str:
    """Return the rhyme of the last character of a line."""
    last = re.findall(r"[\u4e00-\u9fff]", text)[-1]
    (rhyme,) = (name for name, characters in RHYMES.items() if last in characters)
    return rhyme


def _tones(text: str) -> str:
    """Write a line in level and oblique tones."""
    assert all((c in LEVEL) != (c in OBLIQUE) for c in text)
    return "".join("平" if c in LEVEL else "仄" for c in text)


def check_classical_poem_form(task: dict[str, Any]) -> None:
    """Count lines and characters."""
    forms = {(4, 5): "五绝", (4, 7): "七绝", (8, 5): "五律", (8, 7): "七律"}
    for k in range(len(task["instances"])):
        lines = re.findall(r"[\u4e00-\u9fff]+", _input(task, k))
        regular = len({len(line) for line in lines}) == 1
        assert _output(task, k) == (forms[len(lines), len(lines[0])] if regular else "词")


def check_labor_contract_clause_legality(task: dict[str, Any]) -> None:
    """Apply the caps of probation and of the ban on competing to the clauses that name a period."""
    found = 0
    for k in range(len(task["instances"])):
        trial = re.search(r"合同期限(.)年，.*试用期(.)个月", _input(task, k))
        ban = re.search(r"离职后(.)年内不得到与甲方有竞争关系的企业任职，.*按月支付竞业限制补偿金", _input(task, k))
        if trial:
            years, months = (NUMERALS[n] for n in trial.groups())
            assert _output(task, k) == ("合法" if months <= (2 if years < 3 else 6) else "不合法")
        if ban:
            assert _output(task, k) == ("合法" if NUMERALS[ban[1]] <= 2 else "不合法")
        found += bool(trial or ban)
    assert found == 2


def check_nurse_resume_screening(task: dict[str, Any]) -> None:
    """Apply the three rules."""
    for k in range(len(task["instances"])):
        years = re.search(r"(?:任护士，至今|科护士，在岗|从事临床护理)([一二两三四五六七八九十])年", _input(task, k))
        if "护士执业证书" not in _input(task, k):
            label = "不通过"
        else:
            assert years
            label = "约面" if NUMERALS[years[1]] >= 3 else "备选"
        assert _output(task, k) == label


def check_couplet_first_or_second_line(task: dict[str, Any]) -> None:
    """Look at the tone of the last character."""
    for k in range(len(task["instances"])):
        assert _output(task, k) == {"仄": "上联", "平": "下联"}[_tones(_input(task, k)[-1])]


def check_water_outage_notice(task: dict[str, Any]) -> None:
    """Place both houses, five o'clock and the water cart in the notice."""
    text, output = _input(task), _output(task)
    cut = re.search(r"周四(22:00)至周五(6:00)停水。.*水岸花园(\d)至(\d)号楼；水岸花园(\d)至(\d+)号楼.*不受影响", text)
    assert cut and int(cut[3]) <= 3 <= int(cut[4]) and int(cut[5]) <= 9 <= int(cut[6]) and clock("5") < clock(cut[2])
    assert "3号楼在停水范围内" in output and "9号楼不停水" in output and f"五点还没来水（{cut[2]}才恢复）" in output
    assert _both(text, output, "周四22:00至=周四22:00以前", "22:00至24:00", "锦绣园东门", "三至五分钟")


def check_chen_taiqiu_two_reasons(task: dict[str, Any]) -> None:
    """Find the quotations in the text."""
    quotations = re.findall("“(.+?)”", _output(task))
    assert len(quotations) == 2 and all(words.rstrip("。") in _input(task) for words in quotations)
    assert [line[:4] for line in _output(task).splitlines()] == ["一是失信", "二是失礼"]


def check_owners_committee_votes(task: dict[str, Any]) -> None:
    """Find what each member said last in the minutes."""
    votes = {"投反对": "反对", "算弃权": "弃权", "两边的票她都不投": "弃权", "“那就装吧”": "赞成", "我同意": "赞成"}
    for k in range(len(task["instances"])):
        minutes, member = _input(task, k).split("\n委员：")
        speeches = re.split("(?=李主任|唐老师|小贺|老魏|孟阿姨)", minutes)
        (speech,) = (words for words in speeches if words.startswith(member))
        assert [vote for words, vote in votes.items() if words in speech] == [_output(task, k)]


def check_karez_why_underground(task: dict[str, Any]) -> None:
    """Count the characters of every reason."""
    reasons = numbered(_output(task))
    assert "每条不超过25字" in task["instruction"] and reasons and all(_length(reason) <= 25 for reason in reasons)


def check_imperial_exam_three_firsts(task: dict[str, Any]) -> None:
    """Read ranks and titles out of the text again."""
    text, output = _input(task), _output(task)
    local = re.search("乡试.*?第一名叫(解元)", text)
    capital = re.search("会试，又称礼闱，考中的称(贡士)，第一名叫(会元)", text)
    last = re.search("一甲三名依次是(状元)", text)
    assert local and capital and last
    assert f"乡试第一，得{local[1]}" in output and f"会试第一，得{capital[2]}" in output
    assert f"身份是{capital[1]}" in output and output.endswith(f"即{last[1]}。") and "差殿试一步" in output


def check_northeast_sauerkraut_voice_note(task: dict[str, Any]) -> None:
    """Work out the salt for thirty jin."""
    rate = re.search("一百斤菜(.)斤盐就够", _input(task))
    bought = re.search("买了(.+?)斤白菜", task["instruction"])
    assert rate and bought
    tenths = NUMERALS[bought[1]] * NUMERALS[rate[1]] * 10 // 100
    shown = f"{bought[1]}斤菜就是{_chinese(tenths)}两（{tenths / 10}斤，合{tenths * 50}克）"
    assert shown in _output(task) and f"一百斤菜用{rate[1]}斤" in _output(task)
    assert _both(_input(task), _output(task), "少说一个月=至少一个月")


def check_lease_early_termination_deposit(task: dict[str, Any]) -> None:
    """Apply the clauses to the case."""
    text, output = _input(task), _output(task)
    terms = re.search(r"月租金(\d+)元，押金(\d+)元.*应至少提前(.+?)日书面通知甲方，并支付半个月租金", text, re.DOTALL)
    case = re.search(r"搬走前(.+?)天发微信文字.*欠水电费(\d+)元", text)
    assert terms and case and "以微信文字通知视为书面通知" in text and "水电费由乙方承担，物业费由甲方承担" in text
    rent, deposit, bills = int(terms[1]), int(terms[2]), int(case[2])
    penalty = rent // 2 if NUMERALS[case[1]] >= NUMERALS[terms[3]] else rent
    back = deposit - penalty - bills
    assert output.startswith(f"应退{back}元。") and f"{rent}÷2＝{penalty}元" in output
    assert f"算式：{deposit}－{penalty}－{bills}＝{back}（元）" in output and _both(text, output, "七日内退还")
    assert f"提前{case[1]}天用微信文字通知，符合第七条“至少提前{terms[3]}日书面通知”" in output
    assert f"水电费：依第五条由你承担，扣{bills}元" in output and _both(text, output, "物业费300元")


def check_shadow_puppet_master_quote(task: dict[str, Any]) -> None:
    """Find the answer between quotation marks, as one of the man's sentences."""
    assert f"“{_output(task)}”" in _input(task) and _sentences(_output(task)) == 1


def check_brushing_orders_scam_mother(task: dict[str, Any]) -> None:
    """Add up the baits and the payments."""
    text, output = _input(task), _output(task)
    baits = [int(n) for n in re.findall(r"(\d+)元", text)]
    paid = re.search(r"已垫付(\d+)、(\d+)，还差一单(\d+)", text)
    assert paid and len(baits) == 3 and f"先用{sum(baits)}元小甜头" in output
    assert f"已经垫进去{int(paid[1]) + int(paid[2])}元" in output and f"补了{paid[3]}元" in output


def check_repair_shop_spring_couplet(task: dict[str, Any]) -> None:
    """Count the characters and look at the last tones."""
    first, second, banner = (line.split("：")[1] for line in _output(task).splitlines())
    assert "七言" in task["instruction"] and (len(first), len(second), len(banner)) == (7, 7, 4)
    assert (_tones(first[-1]), _tones(second[-1])) == ("仄", "平")
    assert not set(first) & set(second)


def check_osmanthus_wujue(task: dict[str, Any]) -> None:
    """Compare the tones with the pattern, of which the first and third places are free, and the rhymes."""
    title, *verses = _output(task).split("\n\n")[0].splitlines()
    lines = re.findall(r"[\u4e00-\u9fff]+", "".join(verses))
    assert title.startswith("《") and [len(line) for line in lines] == [5] * 4
    for line, pattern in zip(lines, ("仄仄平平仄", "平平仄仄平", "平平平仄仄", "仄仄仄平平"), strict=True):
        tones = _tones(line)
        assert (tones[1], *tones[3:]) == (pattern[1], *pattern[3:]) and not tones.endswith(("平平平", "仄仄仄"))
    rhymes = [lines[1][-1], lines[3][-1]]
    assert {_rhyme(c) for c in rhymes} == {"ing"} and _tones(lines[0][-1]) == "仄"
    assert f"仄起首句不入韵式，押下平声八庚韵，韵脚为“{rhymes[0]}”“{rhymes[1]}”" in _output(task)


def check_nurse_leave_note(task: dict[str, Any]) -> None:
    """Compute weekdays, days of leave and the return."""
    text, output = _input(task), _output(task)
    year = next(y for y in range(2020, 2030) if date(y, 10, 9).weekday() == 4)
    for month, day, weekday in re.findall(r"(\d+)月(\d+)日（周(.)）", text + output):
        assert "一二三四五六日"[date(year, int(month), int(day)).weekday()] == weekday
    found = re.search(r"事假(.)天，时间为10月(\d+)日（周三）至10月(\d+)日（周五），10月(\d+)日（周一）正常上班", output)
    assert found and NUMERALS[found[1]] == int(found[3]) - int(found[2]) + 1 == 3
    back = date(year, 10, int(found[3])) + timedelta(days=1)
    while back.weekday() > 4:
        back += timedelta(days=1)
    assert back.day == int(found[4]) and f"{back.day}日上班" in text
    assert _both(text, output, "14日夜班跟何静换=14日夜班与何静对调", "20日补回来=我于20日补值", "15、16日=15日、16日")
    assert output.endswith("申请人：周敏\n10月9日") and "10月9日（周五）" in text


def check_apology_letter_to_downstairs(task: dict[str, Any]) -> None:
    """Count the characters, and the neighbour's visits."""
    output = _within(task, "一百五十字上下", 135, 165)
    assert _both(task["instruction"], output, "说了三回=来说了三回")


def check_carpenter_wedding_speech(task: dict[str, Any]) -> None:
    """Count the characters and keep the numbers."""
    output = _within(task, "三百字以内", 1, 300)
    facts = ("六岁", "初中", "十年了=这十年", "漏了三年", "头回上门", "榆木", "没用一颗钉子=一颗钉子没用")
    assert _both(_input(task), output, *facts)


def check_grandmother_tofu_elegy(task: dict[str, Any]) -> None:
    """Count the lines and their characters, and compare the rhymes."""
    *body, end = _output(task).splitlines()
    lines = re.findall(r"[\u4e00-\u9fff]+", "".join(body))
    assert "正文二十四句" in task["instruction"] and [len(line) for line in lines] == [4] * 24
    assert end == "尚飨！" and {_rhyme(line) for line in lines[1::2]} == {"ang"}


def check_flash_fiction_watch_repair(task: dict[str, Any]) -> None:
    """Count the characters."""
    assert _within(task, "三四百字", 300, 450).startswith("修表\n") and "老街" in _output(task)


def check_guesthouse_moments_copy(task: dict[str, Any]) -> None:
    """Count the characters, look for the forbidden words and keep the figures."""
    output = _within(task, "一百二十字以内", 1, 120)
    assert not re.search("最|第一|诗和远方", output)
    assert _both(_input(task), output, "六间房", "三棵柿子树", "霜降", "开车四十分钟=四十分钟", "秤砣", "石磨豆浆")


def check_sichuan_dialect_skewer_cry(task: dict[str, Any]) -> None:
    """Count the lines and compare the rhymes."""
    lines = _output(task).splitlines()
    assert "八句" in task["instruction"] and len(lines) == 8 and {_rhyme(line) for line in lines} == {"a"}


def check_county_news_books_for_seedlings(task: dict[str, Any]) -> None:
    """Add up the seedlings, keep figures and quotations, and count the characters."""
    output = _within(task, "三百字上下", 270, 330)
    text = _input(task)
    total = re.search(r"菜苗(\d+)株：辣椒(\d+)，茄子(\d+)，番茄(\d+)", text)
    assert total and int(total[1]) == sum(int(n) for n in total.groups()[1:])
    assert f"{total[2]}株辣椒、{total[3]}株茄子、{total[4]}株番茄" in output and f"菜苗{total[1]}株" in output
    assert set(figures(output)) == set(figures(text)) - {"1", "3"}
    assert _both(
        text,
        output,
        "一本书换1到3株=一本旧书可换一至三株",
        "两本科普书换六株=两本科普书换了六株",
        "惊蛰",
        "三个村",
        "第六届",
    )
    quotations = re.findall("“(.+?)[。”]", output.split("本报讯")[1])
    assert all(words in text for words in quotations if words not in ("集市",))


def check_crosstalk_parcel_code(task: dict[str, Any]) -> None:
    """Count the turns of both."""
    turns = re.findall("^([甲乙])：", _output(task), re.MULTILINE)
    assert "甲、乙各不少于七句" in task["instruction"] and min(turns.count("甲"), turns.count("乙")) >= 7
    assert all(a != b for a, b in pairwise(turns))


def check_spicy_strip_self_criticism(task: dict[str, Any]) -> None:
    """Count the characters and the wrongs."""
    output = _within(task, "二百来字", 180, 250)
    found = re.search("我错在(.)处：(.+)", output)
    assert found and len(re.findall("[一二三]是", found[2])) == NUMERALS[found[1]]


def check_letter_home_from_railway_site(task: dict[str, Any]) -> None:
    """Divide the money and keep numbers and dates."""
    text, output = _input(task), _output(task)
    money = re.search("寄(.)千：(.)千给娘看牙，(.)千小梅学费", text)
    assert money and NUMERALS[money[1]] == NUMERALS[money[2]] + NUMERALS[money[3]]
    assert f"寄回去{money[1]}千，{money[2]}千给您看牙" in output and "剩下的给小梅交学费" in output
    facts = ("海拔三千多", "三个馒头", "差两毫米=差两毫米都得返工", "腊月二十六", "冬月十二", "黑耳朵")
    assert _both(text, output, *facts) and output.endswith("冬月十二")


def check_shijing_twin_names(task: dict[str, Any]) -> None:
    """Find the characters of every name in its verse, in their order."""
    parts = _output(task).split("\n\n")[:2]
    assert "男女各三个" in task["instruction"] and [len(numbered(part)) for part in parts] == [3, 3]
    for line in numbered(parts[0]) + numbered(parts[1]):
        found = re.match("沈(.)(.)——“(.+?)”（《.+?·.+?》）", line)
        assert found and 0 <= found[3].find(found[1]) < found[3].rfind(found[2]), line


def check_dragon_boat_festival_community(task: dict[str, Any]) -> None:
    """Add up the money."""
    output = _output(task)
    costs = [int(n) for n in re.findall(r"（(\d+)元，", output)]
    rest = re.search(r"剩下(\d+)元.*(.)笔合计正好(\d+)元", output)
    assert rest and "三百块钱" in task["instruction"] and NUMERALS[rest[2]] == len(costs) + 1
    assert sum(costs) + int(rest[1]) == int(rest[3]) == 300


def check_winter_melon_five_days(task: dict[str, Any]) -> None:
    """Count the days."""
    days = [line.split("：")[0] for line in _output(task).splitlines()]
    assert "五天" in task["instruction"] and days == [f"第{n}天" for n in "一二三四五"]


def check_essay_theses_on_slow(task: dict[str, Any]) -> None:
    """Count the theses, each with its material."""
    assert all("素材：" in line for line in _list(task, "六个不落俗套的立意", 6))


def check_hail_scarred_apples_sales(task: dict[str, Any]) -> None:
    """Count the ways and keep the figures."""
    _list(task, "六个卖苹果的法子", 6)
    assert _both(_input(task), _output(task), "糖度照样十四=糖度十四", "三所中学", "下午四点")


def check_feihualing_lamp(task: dict[str, Any]) -> None:
    """Look for the lamp in every verse, and for eight different poets."""
    lines = [re.fullmatch("(.*灯.*)（(.+)《.+》）", line) for line in _list(task, "备八句", 8)]
    assert all(lines) and len({line[2] for line in lines if line}) == 8


def check_perimeter_tasks_village_school(task: dict[str, Any]) -> None:
    """Count the tasks."""
    _list(task, "七个小任务", 7)


def check_lab_team_building_ideas(task: dict[str, Any]) -> None:
    """Add up every plan and keep it within the money."""
    people, each = (int(_numbers(line)[0]) for line in _input(task).splitlines() if re.search(r"\d+(?:个人|元)", line))
    output = _output(task)
    assert output.startswith(f"总盘子：{people}人乘{each}元，共{people * each}元。")
    for plan in _list(task, "五个不招人烦的团建方案", 5):
        by_head = re.search(r"人均(\d+)元谈包场，共(\d+)元", plan)
        costs = [int(n) for n in re.findall(r"(\d+)元", plan)]
        assert costs and sum(costs) <= people * each
        assert not by_head or people * int(by_head[1]) == int(by_head[2])
    assert "周六下午" in _input(task) and "周六下午两点到五点" in output


def check_marriage_nagging_replies(task: dict[str, Any]) -> None:
    """Count the replies."""
    _list(task, "八句不伤和气的回话", 8)


def check_library_interviewer_followup(task: dict[str, Any]) -> None:
    """Find the candidate's words in the interview."""
    said = "".join(line for line in _input(task).splitlines() if line.startswith("考生："))
    quotations = re.findall("“(.+?)”", _output(task))
    assert len(quotations) == 2 and all(words in said for words in quotations)


def check_night_market_bargain(task: dict[str, Any]) -> None:
    """Keep the price between the floor and the first price, and the floor unsaid."""
    assert all(words in task["instruction"] for words in ("开价一百二", "底价七十", "六十，不卖我就走"))
    output = _output(task)
    assert "七十" not in output and "六十不够" in output and re.findall("是懂行的，(一百)，", output) == ["一百"]
    assert 70 < NUMERALS["一百"] < 120


def check_chicken_rabbit_tutor(task: dict[str, Any]) -> None:
    """Solve the problem and keep the solution out of the reply."""
    heads, feet = (int(n) for n in re.findall(r"共(\d+)个头、(\d+)只脚", _input(task))[0])
    ((hens, rabbits),) = ((h, heads - h) for h in range(heads + 1) if 2 * h + 4 * (heads - h) == feet)
    output = _output(task)
    for count in (hens, rabbits):
        assert not re.search(f"(?:{count}|{_chinese(count)})只", output)
    assert f"要是真有{re.findall(r'兔子就是(.)只', _input(task))[0]}只兔子" in output
    assert f"少了{feet - 2 * heads}只脚" in output and f"一共{heads}个头" in output and f"{feet}只" in output


def check_water_utility_agent_reply(task: dict[str, Any]) -> None:
    """Count the promises and avoid the forbidden word."""
    output = _output(task)
    promises = re.findall("^([一二三四五])、", output, re.MULTILINE)
    found = re.search("给您定(.)件事", output)
    assert found and promises == list("一二三四五")[: NUMERALS[found[1]]]
    assert "亲" not in output and "三次" in _input(task) and "三次来电" in output and "道歉" in output


def check_su_shi_answers_programmer(task: dict[str, Any]) -> None:
    """Count the characters and divide the month's money by its days."""
    output = _within(task, "三百字以内", 1, 300)
    found = re.search("每月初一取(.+?)钱，断为(.+?)块.*今日这(.+?)文", output)
    assert found
    month, parts, day = (NUMERALS[n] for n in found.groups())
    assert month == parts * day and parts == 30


def check_neighborhood_mediator_dispute(task: dict[str, Any]) -> None:
    """Count the agreements and keep the number of the flats out of mistake."""
    agreed = re.findall("^第(.)，", _output(task), re.MULTILINE)
    assert "两条" in task["instruction"] and agreed == ["一", "二"] and "就定两条" in _output(task)


def check_blind_date_beekeeper_dentist(task: dict[str, Any]) -> None:
    """Count the lines."""
    turns = [line[:2] for line in _output(task).splitlines()]
    assert "十二句" in task["instruction"] and turns == ["男：", "女："] * 6


def check_socratic_five_questions(task: dict[str, Any]) -> None:
    """Count the questions and allow nothing else."""
    assert all(line.endswith("？") and "。" not in line for line in _list(task, "连问五句", 5))


def check_new_year_dinner_budget(task: dict[str, Any]) -> None:
    """Recompute every purchase from the price list, the total and what is left."""
    prices = dict(re.findall(r"([^；\n]+?)(\d+)元/", _input(task)))
    menu, shopping = _output(task).split("\n\n")[:2]
    dishes = re.sub("（.+?）", "", menu.removeprefix("【菜单】")).split("、")
    assert "拟十道菜" in task["instruction"] and len(set(dishes)) == len(dishes) == 10
    total = 0
    for line in shopping.splitlines()[1:]:
        found = re.fullmatch(r"(\D+)([\d.]+)[条只斤块](?:×(\d+)＝|：)(\d+)元", line)
        assert found, line
        name, amount, price, cost = found.groups()
        assert price in (prices[name], None) and math.isclose(float(amount) * int(prices[name]), int(cost)), line
        total += int(cost)
    assert "预算六百元" in task["instruction"] and total <= 600
    assert f"合计{total}元，余{600 - total}元" in _output(task)


def check_law_master_exam_study_hours(task: dict[str, Any]) -> None:
    """Add up the hours by week, by stage and by subject."""
    output = _output(task)
    evening, saturday, sunday = (float(n) for n in _numbers(_input(task).splitlines()[0]))
    week = 5 * evening + saturday + sunday
    assert f"{evening:g}×5＋{saturday:g}＋{sunday:g}＝{week:g}小时，二十周共{20 * week:g}小时" in output
    spent: Counter[str] = Counter()
    after = 0
    for first, last, total, plan in re.findall(r"（第(\d+)—(\d+)周，([\d.]+)小时）\n(.+)", output):
        hours = re.findall(r"(专业基础|综合课|英语|政治)([\d.]+)小时", plan)
        assert int(first) == after + 1 and float(total) == week * (int(last) - after) == sum(float(n) for _, n in hours)
        after = int(last)
        for subject, n in hours:
            spent[subject] += float(n)  # type: ignore[assignment]
    said = re.findall(r"(专业基础|综合课|英语|政治)(\d+)小时", output.split("合计：")[1])
    assert after == 20 and {subject: float(n) for subject, n in said} == dict(spent)
    assert sum(spent.values()) == 20 * week and f"正好{20 * week:g}小时" in output


def check_ten_days_before_gaokao(task: dict[str, Any]) -> None:
    """Cover the ten days without gap or overlap."""
    spans = [(int(a), int(b)) for a, b in re.findall(r"^第(\d+)—(\d+)天", _output(task), re.MULTILINE)]
    days = [day for first, last in spans for day in range(first, last - 1, -1)]
    assert "只剩十天" in task["instruction"] and days == [*range(10, 0, -1)]


def check_xian_trip_with_bad_knees(task: dict[str, Any]) -> None:
    """Count the days, with a rest on each of them."""
    days = re.findall("^第(.)天（.+?）：(.+)$", _output(task), re.MULTILINE)
    assert "三天假" in task["instruction"] and [day for day, _ in days] == list("一二三")
    assert all(re.search("歇脚|补觉|午睡", plan) for _, plan in days)


def check_deposit_negotiation_plan(task: dict[str, Any]) -> None:
    """Work out the deposit and the last day for it."""
    text, output = _input(task), _output(task)
    deposit, repair = (int(n) for n in re.findall(r"押金(\d+)元|补好(\d+)元", text) for n in n if n)
    back = deposit - repair
    assert f"应退{deposit}－{repair}＝{back}元" in output and f"这样算应退{back}元" in output
    assert output.count(f"{repair}元") == 3 and "三个钉眼" in text and "三个钉眼" in output
    assert "上周五交的房" in text and "交房后七天内退" in text
    assert "交房后七天内退，到本周五" in output  # a week after last Friday


def check_eightieth_birthday_courtyard_feast(task: dict[str, Any]) -> None:
    """Count the guests and look at the order of the days."""
    output = _output(task)
    found = re.search("一桌(.)人，(.+?)桌就是(.+?)位", output)
    assert found and f"摆{found[2]}桌" in task["instruction"]
    table, tables, guests = (NUMERALS[n] for n in found.groups())
    assert table * tables == guests
    heads = [re.split("[，：]", part)[0] for part in output.split("\n\n")]
    assert heads == ["提前二十天", "提前半月", "提前十天", "提前三天", "头一天", "当天", "散席"]
    assert output.index("上午十点") < output.index("十一点") < output.index("十二点")


def check_postpartum_month_family_roster(task: dict[str, Any]) -> None:
    """Cover the thirty days without gap or overlap, work beginning after the leave."""
    spans = re.findall(r"^第(\d+)—(\d+)天(?:（(.+)）)?", _output(task), re.MULTILINE)
    days = [day for first, last, _ in spans for day in range(int(first), int(last) + 1)]
    assert "三十天" in task["instruction"] and days == [*range(1, 31)]
    assert "十五天陪产假" in task["instruction"] and [int(a) for a, _, note in spans if note == "你上班"] == [15 + 1]
    assert len(re.findall("^[123]\\. ", _output(task), re.MULTILINE)) == 3 and "不打架三条" in _output(task)


def check_renovation_schedule_with_holiday(task: dict[str, Any]) -> None:
    """Lay out the works day by day around the holiday."""
    text, output = _input(task), _output(task)
    works = re.findall(r"([^，：]+?)(\d+)天", re.sub("（.+?）", "", text.splitlines()[1].split("：")[1]))
    holiday = {date(2023, 4, day) for day in (4, 5, 6)}
    day, shown = date(2023, 3, 1), re.findall(r"^(.+?)：(\d+)月(\d+)日.*（共?(\d+)天）$", output, re.MULTILINE)
    ends = {}
    assert "开工：3月1日" in text and "清明4月4日至6日" in text and len(shown) == len(works)
    for (name, length), (label, month, first, said) in zip(works, shown, strict=True):
        days: list[date] = []
        while len(days) < int(length):
            if day not in holiday:
                days.append(day)
            day += timedelta(days=1)
        assert label[:2] == name[:2] and (days[0].month, days[0].day, length) == (int(month), int(first), said)
        last = re.search(rf"^{label}：.*—?{days[-1].month}月{days[-1].day}日", output, re.MULTILINE)
        assert last, name
        ends[name[:2]] = days[-1]
        if days[-1] - days[0] >= timedelta(days=len(days)):
            rest = [f"4月{d.day}日" for d in days if d > max(holiday)]
            assert f"—4月3日做{len(days) - len(rest)}天，清明停工，{rest[0]}收尾" in output and len(rest) == 1
    end, total = day - timedelta(days=1), sum(int(length) for _, length in works)
    assert f"施工{total}天，停工3天，3月1日开工，{end.month}月{end.day}日完工，首尾共{total + 3}天" in output
    assert (end - date(2023, 3, 1)).days + 1 == total + 3
    checks = [(int(m), int(d), work) for m, d, work in re.findall(r"^\d\. (\d+)月(\d+)日(..)", output, re.MULTILINE)]
    assert len(checks) == 4 and "四处必须验收" in output and _both(text, output, "48小时")
    assert f"3月{ends['贴砖'].day}日贴完砖当天就复尺，约二十天后" in output and "约二十天出货" in text
    assert all((ends[work].month, ends[work].day) == (month, d) for month, d, work in checks)
    ready = ends["贴砖"] + timedelta(days=20)
    assert f"即{ready.month}月{ready.day}日前后出货，离安装只富余两天" in output
    assert ends["油漆"] + timedelta(days=1) - ready == timedelta(days=2)


def check_declining_third_project(task: dict[str, Any]) -> None:
    """Count the choices and the taboos."""
    output = _output(task)
    assert re.findall("^(.)、", output, re.MULTILINE) == list("一二三") and "这三种安排" in output
    taboos = re.search("忌讳(.)样：(.+)。$", output)
    assert taboos and len(taboos[2].split("，")) == NUMERALS[taboos[1]]


def check_coldest_days_after_winter_solstice(task: dict[str, Any]) -> None:
    """Count nines from the solstice of 21 or 22 December."""
    found = re.search("三九是第(.+?)天到第(.+?)天，大致落在公历一月中旬", _output(task))
    assert found and (NUMERALS[found[1]], NUMERALS[found[2]]) == (2 * 9 + 1, 3 * 9)
    for solstice in (date(2022, 12, 21), date(2022, 12, 22)):
        first, last = (solstice + timedelta(days=NUMERALS[n] - 1) for n in found.groups())
        assert date(2023, 1, 5) < first < last < date(2023, 1, 20)  # between 小寒 and 大寒


def _new_month(k: int) -> float:
    """Return the Julian day on which the Peking day of a new moon begins; k counts from January 2000 (Meeus)."""
    sun, moon = (math.radians(a + b * k) for a, b in ((2.5534, 29.1053567), (201.5643, 385.81693528)))
    node = math.radians(160.7108 + 390.67050284 * k)
    day = 2451550.09766 + 29.530588861 * k - 0.4072 * math.sin(moon) + 0.17241 * math.sin(sun)
    day += 0.01608 * math.sin(2 * moon) + 0.01039 * math.sin(2 * node) + 0.00739 * math.sin(moon - sun)
    day += 0.00208 * math.sin(2 * sun) - 0.00514 * math.sin(moon + sun) - 0.00111 * math.sin(moon - 2 * node)
    return math.floor(day + 0.5 + 8 / 24) - 0.5 - 8 / 24


def _sun(day: float) -> float:
    """Return the apparent longitude of the Sun in degrees (Meeus)."""
    t = (day - 2451545) / 36525
    m = math.radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * math.sin(m) + 0.019993 * math.sin(2 * m) + 0.000289 * math.sin(3 * m)
    nutation = 0.00569 + 0.00478 * math.sin(math.radians(125.04 - 1934.136 * t))
    return (280.46646 + 36000.76983 * t + centre - nutation) % 360


def check_leap_month_birthday(task: dict[str, Any]) -> None:
    """Find the leap fourth months, in which the Sun stays between 60° and 90°, and compare their distances."""
    output = _output(task)
    said = [int(year) for year in re.findall(r"(\d{4})年", output.split("近几回闰四月：")[1])]
    starts = [_new_month(k) for k in range(-700, 270)]
    leap = [a for a, b in pairwise(starts) if 60 <= _sun(a) < _sun(b) < 90]
    years = [int(2000 + (start - 2451545) / 365.25) for start in leap]
    assert said[0] == 1944 and said == [year for year in years if said[0] <= year <= said[-1]]
    gaps = re.search("间隔有(.+?)年、(.+?)年、(.+?)年", output)
    assert gaps and [NUMERALS[n] for n in gaps.groups()] == sorted({b - a for a, b in pairwise(said)})
    assert round(12 * 29.530588) == 354 and "约354天" in output and "短11天左右" in output
    assert round(365.2422 - 12 * 29.530588) == 11 and round(19 * 365.2422 / 29.530588) - 19 * 12 == 7
    assert "一年十二个月约" in output and "十九年插七个" in output and "“十九年一轮”不准" in output
    assert "闰四月初八生的" in _input(task) and "每年照农历四月初八过" in output and "每年四月初八吃" in output


def check_voice_message_to_repair_request(task: dict[str, Any]) -> None:
    """Keep the days and write the hours in figures."""
    text, output = _input(task), _output(task)
    facts = (
        "上礼拜三=上周三",
        "好了没两天=不到两日",
        "昨儿晚上=昨晚",
        "巴掌那么大=巴掌大",
        "四点到五点=16时至17时",
        "皮搋子",
    )
    assert _both(text, output, *facts) and clock("16") == clock("4") + 720
    assert "写“3栋502业主”" in task["instruction"] and output.endswith("\n\n3栋502业主")


def check_ba_and_bei_sentences(task: dict[str, Any]) -> None:
    """Build both sentences again from subject, verb and object."""
    lines = [re.sub(r"^\d\. ", "", line) for line in _output(task).splitlines()]
    sources = numbered(_input(task))
    assert len(lines) == 2 * len(sources) == 2 * len(numbered(_output(task)))
    for source, active, passive in zip(sources, lines[::2], lines[1::2], strict=True):
        front, goal = source.rstrip("。").split("了", 1)
        subject = active.split("把")[0]
        verb = front.removeprefix(subject)
        assert front == subject + verb and active == f"{subject}把{goal}{verb}了。", source
        assert passive == f"{goal}被{subject}{verb}了。", source


def check_news_brief_to_storyteller(task: dict[str, Any]) -> None:
    """Count the characters, look for the three phrases and keep every number."""
    output = _within(task, "二百五十字以内", 1, 250)
    assert all(phrase in output for phrase in ("话说", "只见", "说时迟那时快"))
    facts = (
        "11月3日上午8时许=十一月三日上午八点来钟",
        "二百余斤=二百多斤",
        "五十二岁",
        "不足两米=不到两米",
        "二十余条=二十多条",
    )
    assert _both(_input(task), output, *facts, "梧桐巷菜市场北门", "左手背", "全部捡回=一条不少")


def check_wechat_apology_to_classical_note(task: dict[str, Any]) -> None:
    """Count the characters and keep dates and numbers."""
    output = _within(task, "连标点一百二十字以内", 1, 120)
    facts = ("十月初八", "兰州", "四年=四载", "一对=一双", "青花杯", "年底=岁暮", "自罚三杯=自罚三觞", "百年好合")
    assert _both(_input(task), output, *facts)


def check_dormitory_notice_to_sanjuban(task: dict[str, Any]) -> None:
    """Count the characters, compare the rhymes and keep the numbers."""
    for part in _output(task).split("\n\n"):
        lines = [re.sub(r"[^\u4e00-\u9fff〇]", "", line) for line in part.splitlines()]
        assert [len(line) for line in lines] == [7, 7, 7, 2] and _rhyme(lines[1]) == _rhyme(lines[3])
    facts = (
        "302=三〇二",
        "305=三〇五",
        "308=三〇八",
        "连续两周=连着两周",
        "六个",
        "十一点",
        "十月",
        "周日大扫除=周日一起大扫除",
    )
    assert _both(_input(task), _output(task), *facts) and _output(task).count("\n\n") == 3


def check_fire_notice_to_jingle(task: dict[str, Any]) -> None:
    """Count lines and characters, compare the rhymes and keep the number to call."""
    lines = re.findall(r"[\u4e00-\u9fff]+", _output(task))
    assert "八句，每句七个字" in task["instruction"] and [len(line) for line in lines] == [7] * 8
    assert {_rhyme(line) for line in lines[1::2]} == {"an"}
    assert _both(_input(task), _output(task), "12119=一二一一九", "谷雨", "登记", "秸秆")


def check_officialese_to_plain_talk(task: dict[str, Any]) -> None:
    """Keep periods, shares and papers; the rest of two tenths is eight."""
    facts = (
        "五个工作日",
        "六个月",
        "自付百分之二十=自己先掏两成",
        "社会保障卡=社保卡",
        "身份证件=身份证",
        "转诊证明",
        "发票原件",
    )
    assert _both(_input(task), _output(task), *facts, "费用明细清单", "出院记录", f"余额=剩下{_chinese(10 - 2)}成")


def check_expand_market_sentence(task: dict[str, Any]) -> None:
    """Count the characters."""
    output = _within(task, "一百五十字左右", 135, 165)
    assert "热闹" not in output and output.startswith(_input(task)[:5])


def check_soften_rent_reminder(task: dict[str, Any]) -> None:
    """Keep dates and sums and work out the penalty of a day."""
    text, output = _input(task), _output(task)
    rent = re.search(r"(\d{4})一分没见着", text)
    assert rent and f"按租金的百分之一（{int(rent[1]) // 100}元）" in output and f"房租{rent[1]}元" in output
    facts = ("5号", "18号", "20号晚上十二点前", "拖了九天=晚了九天", "百分之一", "拖满一个月")
    assert _both(text, output, *facts)


def check_family_division_deed_table(task: dict[str, Any]) -> None:
    """Read every share out of the deed again and add up the debts."""
    text, output = _input(task), _output(task)
    shares = re.findall("(德.)得(..?.间)、(.+?)、(犁耙一副|耕牛半股)[；。]", text)
    debts = re.search("银(.+?)两，(德.)、(德.)各认(.+?)两", text)
    assert debts and len(shares) == 3 and NUMERALS[debts[1]] == 2 * NUMERALS[debts[4]]
    for row, (name, house, field, tool) in zip(_table(output), shares, strict=True):
        debt = f"银{debts[4]}两" if name in debts.groups() else "无"
        assert list(row.values()) == [f"周{name}", house, field, tool, debt]
    assert output.endswith("公用：堂屋、水井、晒场\n留给母亲：塘头田二亩，由德厚代耕")
    assert "堂屋、水井、晒场，兄弟公用" in text and "塘头田二亩，作母亲养膳之资，由德厚代耕" in text


def check_lease_terms_to_json(task: dict[str, Any]) -> None:
    """Read names, dates and money out of the contract again."""
    text = _input(task)
    rent = re.search("月租金人民币(.+?)元整", text)
    assert rent and "数额为两个月租金" in text and "相当于一个月租金的违约金" in text and "租期两年" in text
    month = NUMERALS[rent[1].translate(str.maketrans("贰叁仟佰", "二三千百"))]
    start, end = (date(int(y), int(m), int(d)) for y, m, d in re.findall(r"(\d+)年(\d+)月(\d+)日", text))
    assert end + timedelta(days=1) == start.replace(year=start.year + 2)
    names = re.search("（出租人）(.+?)将.*租给乙方（承租人）(.+?)居住", text)
    assert names and json.loads(_output(task)) == {
        "出租人": names[1],
        "承租人": names[2],
        "起租日": start.isoformat(),
        "到期日": end.isoformat(),
        "月租金": month,
        "押金": 2 * month,
        "违约金": month,
    }
    assert "、".join(json.loads(_output(task))) in task["instruction"]


def check_er_record_handover(task: dict[str, Any]) -> None:
    """Look for every phrase in the record."""
    lines = dict(line.split("：") for line in _output(task).splitlines())
    assert "、".join(lines) in task["instruction"] and len(lines) == 5
    assert lines["过敏史"] == "未记录" and "过敏" not in _input(task)
    for name in ("体征", "处置", "既往史"):
        for phrase in re.split("[，；、]", lines[name].replace("服硝苯", "硝苯")):
            assert phrase in _input(task), phrase
    assert _both(_input(task), lines["主诉"], "胸闷、心悸", "约二十分钟", "休息后稍缓解")


def check_grandma_recipe_shopping_list(task: dict[str, Any]) -> None:
    """Find every amount beside its ingredient."""
    pairs = [line.split("：") for line in _output(task).splitlines()]
    for name, amount in pairs:
        short = {"带皮五花肉": "五花肉", "食用油": "油", "姜": "姜切"}.get(name, name)
        clause = "[^。]*?" if name == "黄酒" else "[要买]*"
        before, after = rf"{amount}{short}", rf"{short}{clause}{amount}"
        assert amount == "适量" or re.search(f"{before}|{after}", _input(task)), name
    assert "少搁点油" in _input(task) and ["食用油", "适量"] in pairs and len(pairs) == 9
    assert "盐不用搁" in _input(task) and "水一滴都不用加" in _input(task)
    assert not {"盐", "水"} & {name for name, _ in pairs}


def check_unclaimed_parcels(task: dict[str, Any]) -> None:
    """Follow every parcel through the messages."""
    waiting: dict[str, tuple[str, str]] = {}
    for place, text in re.findall("【(.+?)】(.+)", _input(task)):
        code = re.search(r"\d-\d-\d{4}|A\d{3}|\d{6}", text)
        until = re.search(r"\d+日\d+:\d\d", text)
        assert code
        if until:
            waiting[code[0]] = (place, until[0])
        elif re.search("已签收|已取出", text):
            del waiting[code[0]]
    lines = [f"{place} {code} {until}" for code, (place, until) in waiting.items()]
    assert _output(task).splitlines() == sorted(lines, key=lambda line: line.split()[2])


def check_shiji_people_and_offices(task: dict[str, Any]) -> None:
    """Find every title beside its name in the text, with all its words."""
    people = dict(line.split("：") for line in _output(task).splitlines())
    assert list(people) == ["廉颇", "缪贤", "蔺相如"]
    for name, titles in people.items():
        for title in titles.split("、"):
            pattern = f"{name}[^。]*?{title}|{title}{name}|{name}[^。]*。[^。]*{title}"
            assert re.search(pattern, _input(task)), (name, title)


def check_genealogy_generations(task: dict[str, Any]) -> None:
    """Read the sons of every father out of the preface again."""
    text = _input(task)
    sons = {"文远": re.findall("必.", text)[:2]}
    sons["必昌"] = list(re.findall("长(应.)，次(应.)，幼(应.)", text)[0])
    sons["必盛"] = re.findall("仅生一子(应.)", text)
    sons["应麟"] = re.findall("应麟公生(大.)、(大.)", text)[0]
    sons["应星"] = re.findall("应星公三子，曰(大.)、(大.)、(大.)", text)[0]
    shown = re.findall("([^：；（）\n]+)（生父(..)", _output(task))
    assert {father: "、".join(names) for father, names in sons.items()} == {father: names for names, father in shown}
    assert "应龙公无出，以应星公次子为嗣" in text
    assert f"其中{sons['应星'][1]}出继，嗣父应龙" in _output(task)
    assert [line[:2] for line in _output(task).splitlines()] == ["一世", "二世", "三世", "四世"]


def check_wedding_trip_timeline(task: dict[str, Any]) -> None:
    """Write the times of the chat in figures."""
    text = _input(task)
    times = {
        "十七号下午三点二十到青溪站": "17日15:20｜青溪站",
        "晚上六点来我家": "17日18:00｜表姐家",
        "吃完饭送你们过去": "17日饭后｜如意宾馆",
        "坐十点半那趟大巴直接去酒店，还在宾馆门口上车": "18日10:30｜如意宾馆门口",
        "十二点零八分开席，福满楼三楼": "18日12:08｜福满楼三楼",
        "十九号上午九点的火车": "19日9:00｜未说",
    }
    lines = _output(task).splitlines()
    assert all(words in text for words in times) and all(line.count("｜") == 2 for line in lines)
    assert [line.rsplit("｜", 1)[0] for line in lines] == list(times.values())
    spoken = re.findall("(?:下午|晚上|坐|上午)?([一二三六九十]+)点(半|零八|二十)?", text)
    halves = {"": 0, "半": 30, "零八": 8, "二十": 20}
    told = {(NUMERALS[hour] % 12, halves[rest]) for hour, rest in spoken}
    assert {(int(h) % 12, int(m)) for h, m in re.findall(r"(\d+):(\d\d)", _output(task))} <= told


def check_village_census_to_csv(task: dict[str, Any]) -> None:
    """Convert years and numerals."""
    text = _input(task)
    rows = [["year", "households", "population"]]
    for sentence in text.split("。"):
        western, republic = re.search(r"(\d{4})年", sentence), re.search("民国(.+?)年", sentence)
        if western or republic:
            year = int(western[1]) if western else 1911 + NUMERALS[republic[1]] if republic else 0
            house = re.search("([零一二三四五六七八九十百]+)(?:户、|名，一户一名)", sentence)
            heads = re.search("([零一二三四五六七八九十百]+)人", sentence)
            rows.append([str(year), *(str(NUMERALS[n[1]]) if n else "" for n in (house, heads))])
    assert list(csv.reader(_output(task).splitlines())) == rows and len(rows) == 6


def check_water_notice_to_sms(task: dict[str, Any]) -> None:
    """Count the characters and keep time and places."""
    output = _within(task, "连标点不超过六十五字", 1, 65)
    facts = ("6月12日22时至13日6时", "槐荫里", "运河家园", "纺织宿舍", "沿街商户", "进水阀")
    assert _both(_input(task), output, *facts)


def check_parents_chat_three_points(task: dict[str, Any]) -> None:
    """Count the characters of every point and keep the figures."""
    points = _list(task, "只要三条，每条三十五字以内", 3)
    assert all(_length(point) <= 35 for point in points)
    facts = ("改到周四", "7:40操场集合", "35元", "周四的数学测验", "今晚9点前", "下周一", "第三、四单元")
    assert _both(_input(task), _output(task), *facts)


def check_village_council_one_sentence(task: dict[str, Any]) -> None:
    """Count characters and sentences; keep the money and the halves of the yard."""
    output = _within(task, "八十字以内，一句话", 1, 80)
    facts = ("保留东半场晒粮=东半留作晒粮", "四万元", "春节前完工", "停车不收费=免费停车场", "下次会议再议=下次再议")
    assert _sentences(output) == 1 and output.endswith("。") and _both(_input(task), output, *facts)


def check_mouse_bride_plot_and_idiom(task: dict[str, Any]) -> None:
    """Count the characters of plot and idiom, and look at the order of the suitors."""
    plot, idiom = _output(task).splitlines()
    assert "五十字以内" in task["instruction"] and _length(plot) <= 50 and len(idiom) == 4
    asked = ["太阳", "乌云", "大风", "墙"]
    for text in (plot, _input(task)):
        assert [text.index(name) for name in asked] == sorted(text.index(name) for name in asked)


def check_six_teas_two_sentences(task: dict[str, Any]) -> None:
    """Count the sentences and find both teas in the second."""
    first, second, _ = _output(task).split("。")
    assert "刚好两句话" in task["instruction"] and _sentences(_output(task)) == 2
    assert "绿茶" in second and "红茶" in second and "绿茶" not in first
    assert _both(_input(task), second, "清汤绿叶、滋味鲜爽", "汤色红亮")


def check_free_ride_case_holding(task: dict[str, Any]) -> None:
    """Count characters and sentences; name nobody and no money."""
    output = _within(task, "六十至八十字", 60, 80)
    assert _sentences(output) == 1 and not re.search(r"郑启明|罗芳|\d|万元", output)
    assert math.isclose(8.6 * (1 - 0.3), 6.02) and "赔偿罗芳6.02万元" in _input(task)


def check_basketball_headline_and_lead(task: dict[str, Any]) -> None:
    """Count the characters and add up the quarters to the score."""
    text = _input(task)
    title, lead = (line.split("：")[1] for line in _output(task).splitlines())
    assert "不超过十五字" in task["instruction"] and len(title) <= 15
    assert "不超过四十字" in task["instruction"] and _length(lead) <= 40 and _sentences(lead) == 1
    (home, away), first, second, third = re.findall(r"(\d+)比(\d+)", text)
    behind = int(first[0]) + int(second[1]) + int(third[0]), int(first[1]) + int(second[0]) + int(third[1])
    assert behind[0] - behind[1] == 4 and "拉开到四分" in text and "反超一分" in text
    assert int(second[0]) + int(first[1]) == int(first[0]) + int(second[1]) + 1
    assert f"石坝队{home}比{away}击败河湾队" in lead and int(home) == int(away) + 2 and "罚中两球" in lead
    assert _both(text, title + lead, "时隔九年=九年后", "终场前七秒")


def check_dougong_lecture_outline(task: dict[str, Any]) -> None:
    """Count the characters of every point and allow none of the examples."""
    points = _list(task, "列三点，每点二十字以内", 3)
    assert all(_length(point) <= 20 for point in points) and not re.search(
        "佛光寺|应县|五十四|洪武|四米", _output(task)
    )


def check_oral_history_profile(task: dict[str, Any]) -> None:
    """Count the characters, keep the numbers and work out the age."""
    output = _within(task, "八十到一百字", 80, 100)
    facts = ("1948年", "1979年", "十六岁", "五十岁退休", "八百锭", "一干就是二十三年=一干二十三年", "省劳动模范")
    assert _both(_input(task), output, *facts)
    assert NUMERALS["五十"] + NUMERALS["二十三"] == NUMERALS["七十三"] and "七十三岁眼睛花了才收摊" in _input(task)


def check_snowy_night_visit_to_modern_chinese(task: dict[str, Any]) -> None:
    """Find the two words' places in the text."""
    notes = _output(task).split("\n\n")[1].splitlines()
    assert [note[:2] for note in notes] == ["造：", "兴："]
    for note in notes:
        (quotation,) = re.findall("“(.+?)”", note)
        assert quotation in _input(task) and note[0] in quotation and _sentences(note) == 1


def check_xinqiji_night_walk_to_prose(task: dict[str, Any]) -> None:
    """Keep the stars, the drops and the half of the night."""
    facts = ("七八个星=七八颗星", "两三点雨=两三点", "半夜=夜已过半", "茅店", "路转溪桥=走过溪上的小桥")
    assert _both(_input(task), _output(task), *facts)


def check_dialect_to_putonghua(task: dict[str, Any]) -> None:
    """Keep the amounts and the days."""
    facts = [("今晚", "听日=明天", "有啲饺子=有些饺子"), ("昨天", "两斤肉", "一下午", "半碗回锅肉")]
    assert all(_both(_input(task, k), _output(task, k), *phrases) for k, phrases in enumerate(facts))


def check_menu_names_into_english(task: dict[str, Any]) -> None:
    """Take up every dish in its turn, in English only."""
    lines = _output(task).splitlines()
    assert [line.split("：")[0] for line in lines[:-1]] == _input(task).splitlines() and len(lines) == 7
    assert all(re.fullmatch(r"[A-Za-z(),. -]+", line.split("：")[-1]) for line in lines)
    assert lines[-1].count(".") == 1


def check_slang_post_for_grandma(task: dict[str, Any]) -> None:
    """Take up every line in its turn and keep the numbers."""
    assert len(numbered(_output(task))) == len(numbered(_input(task))) == 5
    facts = ("八版方案=方案改了八遍", "第一版=头一稿", "十点=晚上十点", "一碗麻辣烫", "从明天起")
    assert _both(_input(task), _output(task), *facts) and not re.search("[A-Za-z]", _output(task))


def check_japanese_business_mail_to_chinese(task: dict[str, Any]) -> None:
    """Keep every figure and add up the two consignments."""
    text, output = _input(task), _output(task)
    assert figures(text) == figures(output)
    total, first, rest = (int(re.findall(p, output)[0]) for p in (r"(\d+)块刺绣", r"完工的(\d+)块", r"其余(\d+)块"))
    assert total == first + rest
    assert re.findall(r"\d+月\d+日", output) == re.findall(r"\d+月\d+日", text)


def check_how_to_translate_jianghu(task: dict[str, Any]) -> None:
    """Count the three cases, each with an example of its own in both languages."""
    cases = re.split("^[一二三]、", _output(task), flags=re.MULTILINE)[1:]
    assert "三种情形" in task["instruction"] and len(cases) == 3
    for case, name in zip(cases, ("武侠小说", "日常口语", "江湖骗子"), strict=True):
        assert name in task["instruction"] and name in case[:10]
        assert re.search("^例：.*江湖.*。.*[A-Za-z ]+", case, re.MULTILINE)


def check_fix_four_faulty_sentences(task: dict[str, Any]) -> None:
    """Make the smallest changes again and compare the sentences."""
    first, second, third, fourth = numbered(_input(task))
    mended = [
        first.replace("呼叫器，", "呼叫器的工作，"),
        second.replace("不但何师傅会", "何师傅不但会"),
        third.replace("和医疗水平", "，提高医疗水平"),
        fourth.replace("之所以", ""),
    ]
    for line, wanted in zip(numbered(_output(task)), mended, strict=True):
        assert line.endswith("：" + wanted), line


def check_wrong_characters_school_paper(task: dict[str, Any]) -> None:
    """Find every wrong word in the text, in order, one or two characters away from the right one."""
    pairs = [line.split("→") for line in _output(task).splitlines()]
    places = [_input(task).index(wrong) for wrong, _ in pairs]
    assert places == sorted(places)
    for wrong, right in pairs:
        assert len(wrong) == len(right) and 1 <= sum(a != b for a, b in zip(wrong, right, strict=True)) <= 2
    words = ["按部就班", "迫不及待", "一鼓作气", "甘拜下风", "再接再厉", "诀窍"]
    assert [right for _, right in pairs] == words and "卫冕" in _input(task)


def check_restore_punctuation(task: dict[str, Any]) -> None:
    """Take the punctuation out again and balance the marks that come in pairs."""
    output = _output(task)
    assert "".join(re.findall(r"[\u4e00-\u9fff]", output)) == _input(task)
    for opening, closing in ("《》", "“”"):
        marks = "".join(re.findall(f"[{opening}{closing}]", output))
        assert marks and marks == (opening + closing) * (len(marks) // 2)


def check_cut_bureaucratic_padding(task: dict[str, Any]) -> None:
    """Count the characters and keep the numbers."""
    output = _within(task, "八十字以内", 1, 80)
    assert _both(_input(task), output, "一百四十六个", "约二十三吨", "八十九辆", "每周至少巡查一次")


def check_de_particles_correction(task: dict[str, Any]) -> None:
    """Find every wrong particle in the text, in order, and change nothing else."""
    pairs = [line.split("→") for line in _output(task).splitlines()]
    places = [_input(task).index(wrong) for wrong, _ in pairs]
    assert places == sorted(places) and len(pairs) == 6
    for wrong, right in pairs:
        changed = [(a, b) for a, b in zip(wrong, right, strict=True) if a != b]
        assert len(changed) == 1 and set(changed[0]) <= set("的地得")


def check_official_request_format(task: dict[str, Any]) -> None:
    """Count the rules, write the date in figures and leave out the second kind of paper."""
    text = _input(task)
    places = re.search("在(.+?)六个地方", task["instruction"])
    rules = re.findall(r"^\d\. (.+?)：", _output(task), re.MULTILINE)
    assert places and rules == places[1].split("、") and len(rules) == 6
    old = re.search("(二〇二二)年(.+?)月(.+?)日", text)
    assert old
    year = "".join(str("〇一二三四五六七八九".index(c)) for c in old[1])
    assert f"改为“{year}年{NUMERALS[old[2]]}月{NUMERALS[old[3]]}日”" in _output(task)
    assert f"“{text.splitlines()[0].replace('请示报告', '请示')}”" in _output(task)
    lists = re.search("附件：1. (.+?)；2. (.+?)。", text)
    assert lists and f"附件：1. {lists[1]}\n　　　2. {lists[2]}" in _output(task)


def check_internal_contradiction_check(task: dict[str, Any]) -> None:
    """Recompute year, arrival, households and opening."""
    for k in range(len(task["instances"])):
        text = _input(task, k)
        born = re.search(r"(\d+)年出生，(.+?)岁进厂.*，(\d+)年带出", text)
        bus = re.search(
            "早上七点半发车，全程(.+?)公里，行驶时平均时速(.+?)公里，中途停(.)站，各停(.+?)分钟，九点五十分", text
        )
        village = re.search("在册(.+?)户，年内迁出(.+?)户，没有迁入，也没有分户、并户，年底登记在册(.+?)户", text)
        room = re.search("每周(.)闭馆，其余日子上午(.)点开门。周(.)上午(.)点", text)
        if born:
            fits = int(born[1]) + NUMERALS[born[2]] <= int(born[3])
        elif bus:
            way, speed, stops, rest = (NUMERALS[n] for n in bus.groups())
            fits = clock("7:30") + 60 * way // speed + stops * rest == clock("9:50")
        elif village:
            before, gone, after = (NUMERALS[n] for n in village.groups())
            fits = before - gone == after
        else:
            assert room
            fits = room[1] != room[3] and NUMERALS[room[4]] >= NUMERALS[room[2]]
        assert _output(task, k) == ("一致" if fits else "矛盾"), text


def check_teapot_purple_clay_analogy(task: dict[str, Any]) -> None:
    """Count the groups and the counterexamples."""
    assert "三组词" in task["instruction"] and "两个容易误选的反例" in task["instruction"]
    assert all(line.count("∶") == 1 for line in numbered(_output(task))) and len(numbered(_output(task))) == 3
    assert len([line for line in items(_output(task)) if "。" in line]) == 2


def check_callbacks_to_async_await(task: dict[str, Any]) -> None:
    """Run old and new code, in success and with either call failing."""
    code = _code(_output(task))
    run = """
const old = new Function("getOrder", "getUser", OLD + "; return loadOrder;");
const now = new Function("getOrder", "getUser", NOW + "; return loadOrder;");
(async () => {
  const seen = [];
  for (const failing of ["", "order", "user"]) {
    const order = id => ({ id, userId: id + 1 }), user = id => ({ name: "n" + id });
    const back = (kind, make) => (id, done) => failing === kind ? done(kind) : done(null, make(id));
    const promise = (kind, make) => async id => { if (failing === kind) throw kind; return make(id); };
    const loadOld = old(back("order", order), back("user", user));
    const loadNow = now(promise("order", order), promise("user", user));
    seen.push(await new Promise(end => loadOld(7, (err, got) => end([err, got ?? null]))));
    seen.push(await loadNow(7).then(got => [null, got], err => [err, null]));
  }
  console.log(JSON.stringify(seen));
})();
"""
    seen = run_javascript(f"const OLD = {json.dumps(_input(task))}, NOW = {json.dumps(code)};{run}")
    assert seen[::2] == seen[1::2] == [[None, {"单号": 7, "收件人": "n8"}], ["order", None], ["user", None]]
