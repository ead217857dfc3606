"""Checks of Chinese seed tasks on work, money and contracts: each figure of the outputs is recomputed."""

import json
import math
import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

from tests.data.checks_zh import _code, _input, _numbers, _output, _sums, _table
from tests.data.checks_zh_prose import NUMERALS, _both, _length
from tests.data.reading import figures, numbered


def _cells(text: str, column: int) -> list[int]:
    """Return the whole numbers of a column of a Markdown table, its last row included."""
    return [int(cells[column]) for row in _table(text) if (cells := list(row.values()))[column].isdigit()]


def check_annual_leave_handbook(task: dict[str, Any]) -> None:
    """Apply the handbook's rule to the day of entry."""
    output = _output(task)
    days = (date(2026, 12, 31) - date(2026, 8, 1)).days + 1
    assert "今年8月1日入职" in task["instruction"] and f"＝{days}天" in output
    full = [NUMERALS.get(n) or int(n) for n in re.findall(r"全年(\d)天", _input(task))]
    legal, extra = full[0], full[-1]
    assert (legal, extra) == (5, 3) and "满1年不满10年的，全年5天" in _input(task)
    for share in (legal, extra):
        assert f"{days}÷365×{share}≈{days / 365 * share:.2f}，取整{days * share // 365}天" in output
    assert (
        days * legal // 365 + days * extra // 365 == 3 and "就是3天" in output and f"5＋3＝{legal + extra}天" in output
    )
    assert _sums(output.replace("＋", "+").replace("＝153天", "=153")) >= 1


def check_coffee_abstract_claim(task: dict[str, Any]) -> None:
    """Find every figure in the abstract."""
    assert set(figures(_output(task).replace("很接近1", "很接近1.0"))) - {"1.0"} <= set(figures(_input(task)))
    assert "cannot be ruled out" in _input(task) and "randomised trials are needed" in _input(task)


def check_weekly_report_from_notes(task: dict[str, Any]) -> None:
    """Compute the rise of the rate."""
    old, new = re.findall(r"(\d\.\d)%", _input(task))
    rise = float(new) - float(old)
    assert f"由{old}%升至{new}%，提高{rise:.1f}个百分点（相对提升约{100 * rise / float(old):.0f}%）" in _output(task)
    assert _both(_input(task), _output(task), "灰度10%", "50%", "300个用户=300名用户", "晚上8点=当晚8点", "下周二")


def check_year_end_summary_ecommerce(task: dict[str, Any]) -> None:
    """Compute the growth and the shares."""
    now, before = (int(n) for n in re.findall(r"销售额(\d+)万，去年(\d+)万", _input(task))[0])
    peak, last = (int(n) for n in re.findall(r"双11那周(\d+)万，去年同期(\d+)万", _input(task))[0])
    live = int(re.findall(r"年底卖了(\d+)万", _input(task))[0])
    new, won = (int(n) for n in re.findall(r"新品上了(\d+)个，真正跑出来的(\d+)个", _input(task))[0])
    output = _output(task)
    assert f"增长{(now / before - 1) * 100:.0f}%" in output and math.isclose(now / before, 1.3)
    assert f"全年销售额净增{now - before}万元" in output and f"增长{(peak / last - 1) * 100:.0f}%" in output
    assert f"成交{live}万元，占全年销售额约{100 * live / now:.0f}%" in output and "降了3.3个百分点" in output
    assert math.isclose(18.5 - 15.2, 3.3) and f"{new}款里{new - won}款没有起色" in output
    assert "6月才开播" in _input(task) and f"今年只播了{12 - 6 + 1}个月".replace("7", "七") in output
    assert _both(_input(task), output, "9天和5天", "2.1", "2.8", "六成", "200万")


def check_security_training_ppt_outline(task: dict[str, Any]) -> None:
    """Add up the minutes and count the pages."""
    output = _output(task)
    minutes = [int(n) for n in re.findall(r"^[一二三四五]、.*（(\d+)分钟）$", output, re.MULTILINE)]
    pages = [int(n) for n in re.findall(r"^第(\d+)页　", output, re.MULTILINE)]
    assert "40分钟" in task["instruction"] and sum(minutes) == 40 and len(minutes) == 5
    assert pages == [*range(1, 15)] and "（40分钟，14页）" in output


def check_rental_traps_short_video_script(task: dict[str, Any]) -> None:
    """Fill the sixty seconds without gap, and count what is spoken."""
    rows = _table(_output(task))
    spans = [[int(n) for n in re.findall(r"\d+", row["时间"])] for row in rows]
    assert spans[0][0] == 0 and spans[-1][1] == 60 and all(a[1] == b[0] for a, b in pairwise(spans))
    spoken = sum(len(re.findall(r"[\u4e00-\u9fff0-9]", row["口播"])) for row in rows)
    said = re.search(r"口播一共约(\d+)个字", _output(task))
    assert said and abs(spoken - int(said[1])) <= 10 and len(re.findall("第[一二三四]，", _output(task))) == 4


def check_taobao_titles_desk_lamp(task: dict[str, Any]) -> None:
    """Count the titles and their characters; keep to what the lamp is."""
    titles = re.findall(r"^\d\. (.+)$", _output(task), re.MULTILINE)
    assert "限30个字" in task["instruction"] and len(set(titles)) == len(titles) == 5
    assert all(20 <= _length(title) <= 30 for title in titles) and "无极" not in "".join(titles)


def check_company_family_day_plan(task: dict[str, Any]) -> None:
    """Add up the budget, the helpers and the afternoon."""
    output = _output(task)
    costs = _cells(output, 2)
    assert (
        costs[-1] == sum(costs[:-1]) and f"余{30000 - costs[-1]}元机动" in output and "预算3万" in task["instruction"]
    )
    for people, price, cost in re.findall(r"(\d+)[人份]×(\d+)元(?:，多备5份)? \| (\d+)", output):
        assert int(people) * int(price) == int(cost)
    clock = re.findall(r"^(\d\d:\d\d)—(\d\d:\d\d)　", output, re.MULTILINE)
    assert clock[0][0] == "14:00" and clock[-1][1] == "17:30" and all(a[1] == b[0] for a, b in pairwise(clock))
    assert len(numbered("\n".join(line.lstrip("　") for line in output.splitlines() if line.startswith("　　")))) == 5


def check_study_room_business_plan(task: dict[str, Any]) -> None:
    """Recompute the investment, the month and every row of both tables."""
    output = _output(task)
    parts = re.split(r"^[一二三四五六七]、", output, flags=re.MULTILINE)
    spent = [int(n) for n in re.findall(r"^\| .+? \| (\d+) \|$", parts[3], re.MULTILINE)]
    assert sum(spent[:-1]) == spent[-1] == 250000 and "25万" in task["instruction"]
    month = [int(n) for n in re.findall(r"\d+", parts[4].split("合计")[0])]
    cost = int(re.findall(r"合计(\d+)元", parts[4])[0])
    assert sum(month) == cost == 24000 and month[0] * 2 == spent[0] and month[0] * 3 == spent[1]
    seats = int(re.findall(r"隔成(\d+)个座位", output)[0])
    assert sum(int(n) for n in re.findall(r"(?:普通座|沉浸座)(\d+)个", output)) == seats
    prices = [int(n) for n in re.findall(r"每座.*?(\d+)元", parts[5])]
    tables = [part for part in re.split(r"\n(?=\| 平均上座)", parts[5]) if part.startswith("| 平均上座")]
    assert len(prices) == len(tables) == 2
    for price, table in zip(prices, tables, strict=True):
        for share, taken, income, rest in re.findall(
            r"^\| ([五七九])成 \| (\d+) \| (\d+) \| (-?\d+) \|", table, re.MULTILINE
        ):
            assert round(seats * NUMERALS[share] / 10) == int(taken) and int(taken) * price == int(income)
            assert int(income) - cost == int(rest)
            if price == prices[1] and int(rest) > 0:
                assert f"{250000 / int(rest):.1f}个月" in output
    assert f"保本需要{math.ceil(cost / prices[1])}个座位，约六成" in output and 0.55 < 29 / seats < 0.65


def check_product_manager_self_intro(task: dict[str, Any]) -> None:
    """Say it in a minute and a half, and keep the figures."""
    assert "一分半钟" in task["instruction"] and 270 <= len(re.findall(r"[\u4e00-\u9fff0-9]", _output(task))) <= 400
    assert set(figures(_output(task))) == {"1.8", "3.1"} and _both(_input(task), _output(task), "两个半马", "四成")


def check_overdue_payment_email_english(task: dict[str, Any]) -> None:
    """Keep figures and days, and count the weeks."""
    text, output = _input(task), _output(task)
    late = date(2026, 11, 6) - date(2026, 10, 16)
    assert late.days == 21 and "three weeks past the due date" in output and "应该10月16日付" in text
    assert _both(
        text, output, "INV-2309", "USD 12,480", "10月23日=October 23", "11月20日=November 20", "Ryan", "Lily Chen"
    )
    assert not re.search(r"[\u4e00-\u9fff]", output)


def check_resume_bullets_without_inventing(task: dict[str, Any]) -> None:
    """Find every figure in the notes, and compute the fall."""
    resume = _output(task).split("几点说明")[0].replace("2023.07", "2023年7月")
    assert set(figures(resume)) - {"12"} <= set(figures(_input(task))) and 38 - 26 == 12
    assert "由38%降至26%，下降12个百分点" in resume and "由9%降至4%" in resume and "2023年7月" in _input(task)


def check_job_posting_to_json(task: dict[str, Any]) -> None:
    """Read the pay, the months and the rest out of the advertisement."""
    text = _input(task)
    low, high, months = (int(n) for n in re.findall(r"(\d+)-(\d+)K·(\d+)薪", text)[0])
    job = json.loads(_code(_output(task)))
    assert (job["salary_min"], job["salary_max"], job["months"]) == (low * 1000, high * 1000, months)
    assert "、".join(job) in task["instruction"] and all(
        job[key] in text for key in ("company", "city", "degree", "years")
    )
    assert all(name in text for skill in job["skills"] for name in skill.split("或"))


def check_meeting_todos_table(task: dict[str, Any]) -> None:
    """Give every task to one who spoke, at a time that was said."""
    rows = _table(_output(task))
    speakers = set(re.findall("^(.+?)：", _input(task), re.MULTILINE))
    assert len(rows) == 5 and {row["谁"] for row in rows} <= speakers
    assert all(row["什么时候"] == "待定" or row["什么时候"] in _input(task) for row in rows)


def check_hotel_confirmation_email(task: dict[str, Any]) -> None:
    """Recompute nights, weekdays, the fee and breakfast."""
    text, output = _input(task), _output(task)
    arrival, departure = date(2026, 5, 14), date(2026, 5, 17)
    nights = (departure - arrival).days
    assert f"{arrival:%A}, 14 May 2026" in text and f"{departure:%A}, 17 May 2026" in text
    assert (
        f"（周{'一二三四五六日'[arrival.weekday()]}）下午3点" in output
        and f"（周{'一二三四五六日'[departure.weekday()]}）上午11点" in output
    )
    assert 142 * nights == 426 and f"142欧元×{nights}晚" in output and f"{426 * 0.9:.1f}欧元" in output
    assert f"两个人三天是{19 * 2 * nights}欧元" in output and "5月12日18:00" in output and "12 May 2026, 6 pm" in text


def check_meeting_transcript_minutes(task: dict[str, Any]) -> None:
    """Recompute the income of a thousand people; keep who does what and when."""
    text, output = _input(task), _output(task)
    old, new = round(1000 * 0.06 * 15), round(1000 * 0.051 * 19)
    assert f"从{old}变成了{new}" in text and f"由{old}元升至{new}元，约增{100 * (new / old - 1):.1f}%" in output
    assert _both(text, output, "4.7", "4.2", "1月5号=1月5日", "12月20号之前=12月20日前", "下周三", "周五前", "七成")
    assert _both(text, output, "三个人一个月两万一=2.1万元", "两万四=2.4万元", "12个月", "六个客服=6名客服")


def check_english_news_four_day_week(task: dict[str, Any]) -> None:
    """Keep the figures."""
    facts = (
        "120 employees=120人",
        "6%",
        "27%",
        "£40,000=4万英镑",
        "a third of its sales=三分之一",
        "six months=六个月",
    )
    assert _both(_input(task), _output(task), *facts)


def check_too_long_article_on_ai_at_work(task: dict[str, Any]) -> None:
    """Keep the figures."""
    facts = (
        "三十七位=37个",
        "千字一百五=千字从150元",
        "千字四十=40元",
        "四十人团队=40人",
        "减到十一人=11人",
        "一千五=1500",
        "45岁",
    )
    assert _both(_input(task), _output(task), *facts, "一百名99=99元")


def check_bad_reviews_main_problems(task: dict[str, Any]) -> None:
    """Put each review in one group, and count the groups."""
    reviews = numbered(_input(task))
    rows = _table(_output(task))
    places = [[int(n) for n in row["编号"].split("、")] for row in rows]
    assert [int(row["条数"]) for row in rows] == [len(place) for place in places]
    assert sorted(n for place in places for n in place) == [*range(1, len(reviews) + 1)] and "14条差评" in _output(task)
    assert all(re.search("味", reviews[n - 1]) for n in places[0]) and "跳闸" in reviews[7 - 1]


def check_privacy_policy_any_traps(task: dict[str, Any]) -> None:
    """Find every clause that is named, and the periods."""
    clauses: Counter[str] = Counter()
    part = ""
    for line in _input(task).splitlines():
        part = line[0] if re.match("[一二三四五]、", line) else part
        clauses[f"{part}.{line[0]}" if line[:1].isdigit() else part] += 1
    named = re.findall(r"（([一二三四五](?:\.\d)?)）", _output(task))
    assert len(named) >= 8 and all(clauses[name] for name in named)
    assert _both(
        _input(task), _output(task), "保存30日=存30天", "十五个工作日=15个工作日", "保留六十日=60天", "十二个月=12个月"
    )


def check_two_job_offers_compare(task: dict[str, Any]) -> None:
    """Recompute pay, rent, housing fund and hours."""
    output = _output(task)
    pay, rent = (24000 * 14, 18000 * 15), (4200 * 12, 1800 * 12)
    assert f"＝{pay[0]}元，成都18000×15＝{pay[1]}元，差{pay[0] - pay[1]}元" in output
    assert f"＝{rent[0]}元，成都1800×12＝{rent[1]}元，上海多{rent[0] - rent[1]}元" in output
    assert f"上海多{pay[0] - pay[1] - rent[0] + rent[1]}元，这还是税前" in output
    fund = (24000 * 14 // 100, 18000 * 24 // 100)
    assert f"＝{fund[0]}元，成都18000×24%＝{fund[1]}元" in output and f"一年还多{12 * (fund[1] - fund[0])}元" in output
    shanghai, chengdu = 11 * 5.5, 9 * 5
    assert f"在公司{shanghai}小时" in output and f"{chengdu}小时，通勤2.5小时，合计{chengdu + 2.5}小时" in output
    commute = 5.5 * 100 / 60
    assert (
        f"约{commute:.0f}小时" in output
        and round(shanghai + commute - chengdu - 2.5) == 22
        and "每周差22小时" in output
    )
    assert _numbers(_input(task))[:2] == [24000, 14] and 20000 / (22 * 52) < 20


def check_marketing_thesis_topics(task: dict[str, Any]) -> None:
    """Count the topics, and the sample that they need."""
    topics = re.findall(r"^(\d)\. ", _output(task), re.MULTILINE)
    assert topics == list("123456") and "5到10倍”收样本，20个题项就要100到200份" in _output(task)


def check_milk_tea_shop_names(task: dict[str, Any]) -> None:
    """Count the names; what is preferred is one of them."""
    names = re.findall(r"^\d\. (.+?)——", _output(task), re.MULTILINE)
    assert len(set(names)) == len(names) == 8 and {"三点一刻", "下课喝茶"} <= set(names)


def check_girlfriend_birthday_camera_camping(task: dict[str, Any]) -> None:
    """Count the presents, and hold what is chosen against the list."""
    presents = re.findall(r"^\d\. (.+)$", _output(task), re.MULTILINE)
    assert len(presents) == 7 and "照片书" in presents[6] and "灯" in presents[2] and "椅" in presents[3]
    assert "我会选7加3" in _output(task) and "就选4" in _output(task)
