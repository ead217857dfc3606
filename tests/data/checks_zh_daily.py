"""Checks of Chinese seed tasks on code, study, health and leisure: code is run, figures are recomputed."""

import hashlib
import json
import math
import re
import sqlite3
import sys
import types
from datetime import date
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest

from tests.data.checks_zh import _code, _input, _output, _run, _table
from tests.data.checks_zh_prose import _both, _length
from tests.data.reading import run_javascript


def check_api_timestamp_error(task: dict[str, Any]) -> None:
    """Build a request by both codes and sign it by the document."""
    old = _run(_input(task).split("【我的代码】")[1])["build"]
    new = _run(_output(task))["build"]
    with patch("time.time", return_value=1_790_000_000.5):
        sent = {name: build({"amount": 5}, "a1", "s") for name, build in (("old", old), ("new", new))}
    assert sent["old"]["timestamp"] == 1_790_000_000_500 and sent["new"]["timestamp"] == 1_790_000_000
    sign = sent["new"].pop("sign")
    text = "&".join(f"{key}={sent['new'][key]}" for key in sorted(sent["new"])) + "&secret=s"
    assert sign == hashlib.md5(text.encode()).hexdigest().upper() and sent["old"]["sign"].islower()
    assert 8 <= len(sent["new"]["nonce"]) <= 32 and 1_790_000_000_500 / 86400 / 365 > 50_000


class _Tag:
    """As much of a page as the crawler looks at."""

    def __init__(self, text: str = "", **parts: str) -> None:
        self.text, self.parts = text, parts

    def select_one(self, selector: str) -> "_Tag | None":
        found = self.parts.get(selector.partition(".")[2] or selector)
        return None if found is None else _Tag(found)

    def select(self, selector: str) -> list["_Tag"]:
        return [_Tag(h2="有价 ", price="12.00"), _Tag(h2="预售")]


def check_crawler_nonetype_error(task: dict[str, Any]) -> None:
    """Crawl a page with a book that has no price."""
    requests, soup = types.ModuleType("requests"), types.ModuleType("bs4")
    answer = types.SimpleNamespace(text="", raise_for_status=lambda: None)
    vars(requests)["get"] = lambda url, **_: answer
    vars(soup)["BeautifulSoup"] = lambda *_: _Tag()
    with patch.dict(sys.modules, {"requests": requests, "bs4": soup}):
        assert _run(_output(task))["crawl"](3) == [("有价", "12.00"), ("预售", "")]
        script = _input(task).split("\n\nTraceback")[0]
        assert script.splitlines()[10].strip() == 'price = item.select_one("span.price").text'
        assert script.splitlines()[16].strip() == "print(page, crawl(page))"
        with pytest.raises(AttributeError) as failed:
            _run(script)
    assert str(failed.value) in _input(task)


def check_java_map_unboxing_npe(task: dict[str, Any]) -> None:
    """Find the line of the trace, and change nothing else in the program."""
    lines = _input(task).split("\n\nException")[0].splitlines()
    assert lines[8].strip() == "int n = counts.get(w);" and "WordCount.java:9" in _input(task)
    new = _code(_output(task)).splitlines()
    assert [line.strip() for line in new if line not in lines] == [
        "counts.merge(w, 1, Integer::sum);",
        "System.out.println(counts); // {a=2, b=1}",
    ]


def check_mini_program_setdata_undefined(task: dict[str, Any]) -> None:
    """Load the page by both codes, with an answer, without items and with a failure."""
    run = """
const load = (code, answer) => {
  let page, shown = null;
  const wx = { request: o => answer ? o.success.call(undefined, { data: answer }) : o.fail.call(undefined, {}),
               showToast: o => { shown = o.title; } };
  new Function("Page", "wx", '"use strict";' + code)(p => { page = p; }, wx);
  page.setData = data => Object.assign(page.data, data);
  try { page.onLoad(); } catch (error) { return error.constructor.name; }
  return [page.data, shown];
};
console.log(JSON.stringify([OLD, NEW].map(code => [{ items: [1] }, {}, null].map(answer => load(code, answer)))));
"""
    old, new = run_javascript(f"const OLD = {json.dumps(_input(task))}, NEW = {json.dumps(_code(_output(task)))};{run}")
    assert old == ["TypeError"] * 3
    done = {"list": [1], "loading": False}
    assert new == [[done, None], [{**done, "list": []}, None], [{**done, "list": []}, "加载失败"]]


def check_sql_three_days_in_a_row(task: dict[str, Any]) -> None:
    """Run the query on days with gaps, repeats and the end of a month."""
    base = sqlite3.connect(":memory:")
    base.create_function("DATEDIFF", 2, lambda a, b: a and (date.fromisoformat(a) - date.fromisoformat(b)).days)
    base.execute("CREATE TABLE login_log(user_id INTEGER, login_date TEXT)")
    days = {1: (1, 1, 2, 3), 2: (1, 2, 4, 5), 3: (5, 5, 5), 4: (9, 10, 11, 12), 5: (1, 3, 5, 6), 6: (7, 8)}
    rows = [(user, f"2026-03-{day:02}") for user, several in days.items() for day in several]
    rows += [(7, "2026-02-27"), (7, "2026-02-28"), (7, "2026-03-01")]
    base.executemany("INSERT INTO login_log VALUES (?, ?)", rows)
    found = base.execute(_code(_output(task))).fetchall()
    base.close()
    assert found == [(1,), (4,), (7,)]


def check_docker_flask_cannot_reach_mysql(task: dict[str, Any]) -> None:
    """Place Docker's bridge in the ranges that are let in."""
    output = _output(task)
    assert output.count("host.docker.internal:host-gateway") == 2 and "DB_HOST: host.docker.internal" in output
    assert "172.17.0.1" in output and "'172.%'" in output and "172.16.0.0/12" in output and 16 <= 17 < 32


def check_vlookup_na_text_numbers(task: dict[str, Any]) -> None:
    """Balance the brackets of every formula; only the value looked for changes."""
    formulas = re.findall(r"^=.+$", _output(task), re.MULTILINE)
    assert [formula.replace("A2,Sheet2", ",Sheet2") for formula in formulas[1:2]] == ["=VLOOKUP(--,Sheet2!A:C,3,0)"]
    assert len(formulas) == 3 and all(formula.count("(") == formula.count(")") for formula in formulas)
    assert all(formula.endswith(",Sheet2!A:C,3,0)") for formula in formulas)


def check_sumifs_department_month(task: dict[str, Any]) -> None:
    """Take the columns from the request, and the month from its first day to the next one's."""
    wanted = '=SUMIFS(C:C,B:B,"市场部",A:A,">="&DATE(2026,3,1),A:A,"<"&DATE(2026,4,1))'
    assert _code(_output(task)).strip() == wanted and "A列是日期 B列部门 C列金额" in task["instruction"]


def check_i18n_json_to_english(task: dict[str, Any]) -> None:
    """Keep keys and placeholders."""
    old, new = json.loads(_input(task)), json.loads(_code(_output(task)))
    assert list(old) == list(new)
    for key, text in new.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", old[key]))
        assert not re.search(r"[\u4e00-\u9fff]", text)


def check_polish_english_abstract(task: dict[str, Any]) -> None:
    """Keep the figures, and compute the rate of the other method."""
    polished = _output(task).split("主要改动")[0]
    assert _both(_input(task), polished, "10%", "91.2%", "1.3%=1.3 percentage points")
    assert math.isclose(91.2 + 1.3, 92.5) and "91.2和92.5" in _output(task)


def check_correct_high_school_english_essay(task: dict[str, Any]) -> None:
    """Make the changes again and compare the essays."""
    essay, changes = _input(task), re.findall(r"^\d\. (.+?) → (.+?)：", _output(task), re.MULTILINE)
    assert len(changes) == 7 and "错误一共7处" in _output(task)
    for old, new in changes:
        assert essay.count(old) == 1, old
        essay = essay.replace(old, new)
    assert f"改好的：\n{essay}\n\n" in _output(task)


def check_fraction_lesson_plan_grade_three(task: dict[str, Any]) -> None:
    """Add up the minutes."""
    minutes = [int(n) for n in re.findall(r"（(\d+)分钟）", _output(task))]
    assert "40分钟" in task["instruction"] and sum(minutes) == 40 and len(minutes) == 6


def check_rickshaw_boy_book_report(task: dict[str, Any]) -> None:
    """Count the characters."""
    assert "700字左右" in task["instruction"] and 650 <= _length(_output(task)) <= 750


def check_ielts_essay_working_from_home(task: dict[str, Any]) -> None:
    """Count the words: the examination asks for 250 or more."""
    assert 250 <= len(_output(task).split()) <= 330 and _output(task).count("\n\n") == 4


def check_negotiate_raise_with_boss(task: dict[str, Any]) -> None:
    """Compute the rise."""
    assert "两万二" in _input(task) and "一万七，一下要到两万二，将近三成" in _output(task)
    assert 0.27 < 22 / 17 - 1 < 0.3


def check_office_worker_fat_loss_week(task: dict[str, Any]) -> None:
    """Recompute the rate by Mifflin's formula, the deficit and the meals."""
    output = _output(task)
    rate = 10 * 64 + 6.25 * 162 - 5 * 27 - 161
    assert "女 27岁 162 64kg" in task["instruction"] and f"＝{rate}大卡" in output
    assert f"约{rate * 1.3:.0f}大卡" in output
    week = (rate * 1.3 - 1400) * 7 / 7700
    assert 0.25 < week < 0.35 and 4.5 < 7 / week / 4.345 < 6
    assert sum(int(n) for n in re.findall(r"约(\d+)大卡[），]", output)) == 1400
    assert [row[""] for row in _table(output)] == [f"周{day}" for day in "一二三四五六日"]
    assert not re.search("肝|肠|肚", output) and "不要香菜" in output


def check_melbourne_student_budget(task: dict[str, Any]) -> None:
    """Add up both months; weeks are not quarters of a month."""
    output, text = _output(task), _input(task)
    rent = round(385 * 52 / 12)
    rows = {row["项目"]: row for row in _table(output)}
    assert f"385×52÷12≈{rent}" in output and "房租每周385" in text and f"每月多{rent - 4 * 385}" in output
    months = {name: [int(row[name]) for row in rows.values()] for name in ("上月", "预算")}
    assert all(sum(cells[:-1]) == cells[-1] for cells in months.values())
    spent, planned = (cells[-1] for cells in months.values())
    assert planned == 3200 - 300 and f"多出{spent - 3200}" in output and f"得砍掉{spent - planned}" in output
    assert sorted(months["上月"][1:-1]) == sorted(int(re.findall(r"\d+", line)[0]) for line in text.splitlines()[1:])
    food = 310 + 540 + 145
    assert f"吃喝合计{food}澳币" in output and f"占了收入的{food / 32:.0f}%" in output and "共470" in output
    loose = sum(int(rows[name]["预算"]) for name in ("外食", "咖啡奶茶", "衣服网购", "聚会演出"))
    assert f"共{loose}转到" in output and f"省约{50 * 52 / 12:.0f}" in output and 290 + 180 == 470


def check_osaka_kyoto_five_days(task: dict[str, Any]) -> None:
    """Count the days, and the nights in both cities."""
    assert re.findall(r"^第(\d)天", _output(task), re.MULTILINE) == list("12345") and "玩5天" in task["instruction"]
    assert "大阪3晚、京都1晚" in _output(task) and "5月1日到、5月5日走" in _output(task) and 3 + 1 == 5 - 1


def check_stardew_first_spring_money(task: dict[str, Any]) -> None:
    """Count the days of a spring of 28 and the strawberries of two harvests."""
    assert "要12天，最晚16号下种" in _output(task) and 16 + 12 == 28
    harvests = list(range(13 + 8, 29, 4))
    assert "、".join(f"{day}号" for day in harvests) + "能收两次，一颗卖120，一株就是240" in _output(task)


def check_mortgage_two_repayment_ways(task: dict[str, Any]) -> None:
    """Pay both loans off month by month."""
    output, n, r, loan = _output(task), 360, 0.035 / 12, 1_000_000
    same = loan * r * (1 + r) ** n / ((1 + r) ** n - 1)
    falling = [loan / n + (loan - loan / n * k) * r for k in range(n)]
    assert f"| {same:.0f}元 | {falling[0]:.0f}元 |" in output and f"| {same:.0f}元 | {falling[-1]:.0f}元 |" in output
    interest = [same * n - loan, sum(falling) - loan]
    assert f"| {interest[0] / 1e4:.2f}万元 | {interest[1] / 1e4:.2f}万元 |" in output
    assert f"约{falling[0] - falling[1]:.1f}元" in output and round((interest[0] - interest[1]) / 1e4) == 9
    assert f"要多还{round(falling[0]) - round(same)}元" in output
    level = next(month for month, paid in enumerate(falling, 1) if paid <= same)
    assert abs(level - 150) <= 2 and "第150个月" in output


def check_double_eleven_cart_discount(task: dict[str, Any]) -> None:
    """Apply both reductions to the cart with and without the socks."""
    prices = [int(line.split()[1]) for line in _input(task).splitlines()]
    carts = [sum(prices), sum(prices) + 69]
    paid = [total - total // 200 * 30 - 60 * (total >= 800) for total in carts]
    output = _output(task)
    for total, rest in zip(carts, paid, strict=True):
        assert (
            f"减{total // 200}×30＝{total // 200 * 30}元" in output
            and f"实付{total}－" in output
            and f"＝{rest}元" in output
        )
    extra = paid[1] - paid[0]
    assert f"＝{extra}元，比平时的49元便宜{49 - extra}元" in output and f"离1000还差{1000 - carts[0]}元" in output


def check_cubic_three_real_roots(task: dict[str, Any]) -> None:
    """Count the changes of sign of f - m, and look at both ends."""

    def f(x: float) -> float:
        return x**3 - 3 * x**2 + 2

    def roots(m: float) -> int:
        values = [f(k / 1000 + 0.0003) - m for k in range(-5000, 8000)]
        return sum(a * b < 0 for a, b in pairwise(values))

    assert "-2<m<2。" in _output(task) and [roots(m) for m in (-3, -1.9, 0, 1.9, 3)] == [1, 3, 3, 3, 1]
    assert f(0) == 2 and f(2) == -2 and all(math.isclose(f(x) + 2, (x + 1) * (x - 2) ** 2) for x in (0.5, 3, -4))
