"""Checks of Chinese seed tasks in prose: what the outputs count, add up, keep or quote is recomputed."""

import json
import math
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.data.checks_zh import _chinese, _code, _input, _numbers, _output
from tests.data.reading import clock, figures, numbered, run_javascript

NUMERALS = {_chinese(n): n for n in range(10000)} | {_chinese(n)[1:]: n for n in range(10, 20)} | {"两": 2}


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


def check_brushing_orders_scam_mother(task: dict[str, Any]) -> None:
    """Add up the baits and the payments."""
    text, output = _input(task), _output(task)
    baits = [int(n) for n in re.findall(r"(\d+)元", text)]
    paid = re.search(r"已垫付(\d+)、(\d+)，还差一单(\d+)", text)
    assert paid and len(baits) == 3 and f"先用{sum(baits)}元小甜头" in output
    assert f"已经垫进去{int(paid[1]) + int(paid[2])}元" in output and f"补了{paid[3]}元" in output


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
    """Keep the neighbour's visits."""
    assert _both(task["instruction"], _output(task), "说了三回=来说了三回")


def check_flash_fiction_watch_repair(task: dict[str, Any]) -> None:
    """Look for title and place."""
    assert _output(task).startswith("修表\n") and "老街" in task["instruction"] and "老街" in _output(task)


def check_spicy_strip_self_criticism(task: dict[str, Any]) -> None:
    """Count the wrongs."""
    output = _output(task)
    found = re.search("我错在(.)处：(.+)", output)
    assert found and len(re.findall("[一二三]是", found[2])) == NUMERALS[found[1]]


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
    """Look for the word that is not wanted, and for the day."""
    assert "热闹" in task["instruction"] and "热闹" not in _output(task)
    assert _output(task).startswith(_input(task)[:5])


def check_soften_rent_reminder(task: dict[str, Any]) -> None:
    """Keep dates and sums and work out the penalty of a day."""
    text, output = _input(task), _output(task)
    rent = re.search(r"(\d{4})一分没见着", text)
    assert rent and f"按租金的百分之一（{int(rent[1]) // 100}元）" in output and f"房租{rent[1]}元" in output
    facts = ("5号", "18号", "20号晚上十二点前", "拖了九天=晚了九天", "百分之一", "拖满一个月")
    assert _both(text, output, *facts)


def check_lease_terms_to_json(task: dict[str, Any]) -> None:
    """Read names, dates and money out of the contract again."""
    text = _input(task)
    rent = re.search("月租金人民币(.+?)元整", text)
    assert rent and "数额为两个月租金" in text and "相当于一个月租金的违约金" in text and "租期两年" in text
    month = NUMERALS[rent[1].translate(str.maketrans("贰叁仟佰", "二三千百"))]
    start, end = (date(int(y), int(m), int(d)) for y, m, d in re.findall(r"(\d+)年(\d+)月(\d+)日", text))
    assert end + timedelta(days=1) == start.replace(year=start.year + 2)
    names = re.search("（出租人）(.+?)将.*租给乙方（承租人）(.+?)居住", text)
    assert names and json.loads(_code(_output(task))) == {
        "出租人": names[1],
        "承租人": names[2],
        "起租日": start.isoformat(),
        "到期日": end.isoformat(),
        "月租金": month,
        "押金": 2 * month,
        "违约金": month,
    }
    assert "、".join(json.loads(_code(_output(task)))) in task["instruction"]


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


def check_water_notice_to_sms(task: dict[str, Any]) -> None:
    """Count the characters and keep time and places."""
    output = _within(task, "连标点不超过六十五字", 1, 65)
    facts = ("6月12日22时至13日6时", "槐荫里", "运河家园", "纺织宿舍", "沿街商户", "进水阀")
    assert _both(_input(task), output, *facts)


def check_parents_chat_three_points(task: dict[str, Any]) -> None:
    """Count the points and keep the figures."""
    _list(task, "挑要紧的三条", 3)
    facts = ("改到周四", "7:40操场集合", "35元", "周四的数学测验", "今晚9点前", "下周一", "第三、四单元")
    assert _both(_input(task), _output(task), *facts)


def check_free_ride_case_holding(task: dict[str, Any]) -> None:
    """Count characters and sentences; name nobody and no money."""
    output = _within(task, "六十至八十字", 60, 80)
    assert _sentences(output) == 1 and not re.search(r"郑启明|罗芳|\d|万元", output)
    assert math.isclose(8.6 * (1 - 0.3), 6.02) and "赔偿罗芳6.02万元" in _input(task)


def check_snowy_night_visit_to_modern_chinese(task: dict[str, Any]) -> None:
    """Find the two words' places in the text."""
    notes = _output(task).split("\n\n")[1].splitlines()
    assert [note[:2] for note in notes] == ["造：", "兴："]
    for note in notes:
        (quotation,) = re.findall("“(.+?)”", note)
        assert quotation in _input(task) and note[0] in quotation and _sentences(note) == 1


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
    """Take up every line in its turn, in words that need no alphabet."""
    assert len(numbered(_output(task))) == len(numbered(_input(task))) == 5
    facts = ("临下班=快下班了", "火锅", "周末", "松弛感=不紧张")
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
    assert len(cases) == 3
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
    places = re.search("把关，(.+?)都帮我看看", task["instruction"])
    rules = re.findall(r"^\d\. (.+?)：", _output(task), re.MULTILINE)
    assert places and rules == places[1].split("、") and len(rules) == 6
    old = re.search("(二〇二二)年(.+?)月(.+?)日", text)
    assert old
    year = "".join(str("〇一二三四五六七八九".index(c)) for c in old[1])
    assert f"改为“{year}年{NUMERALS[old[2]]}月{NUMERALS[old[3]]}日”" in _output(task)
    assert f"“{text.splitlines()[0].replace('请示报告', '请示')}”" in _output(task)
    lists = re.search("附件：1. (.+?)；2. (.+?)。", text)
    assert lists and f"附件：1. {lists[1]}\n　　　2. {lists[2]}" in _output(task)


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
