"""Checks of Chinese seed tasks: each runs or recomputes what the outputs of one task claim."""

import ast
import csv
import io
import itertools
import json
import math
import re
import sqlite3
import statistics
import sys
import types
import unittest
from collections.abc import Callable
from contextlib import redirect_stdout
from fractions import Fraction
from typing import Any

SUPERSCRIPTS = str.maketrans("²³⁶", "236")
DAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
DIGITS = "零一二三四五六七八九"


def _output(task: dict[str, Any], k: int = 0) -> str:
    """Return the output of one instance."""
    return str(task["instances"][k]["output"])


def _input(task: dict[str, Any], k: int = 0) -> str:
    """Return the input of one instance."""
    return str(task["instances"][k]["input"])


def _code(text: str) -> str:
    """Return the fenced code of a text, or the whole text without a fence."""
    found = re.search(r"```\w*\n(.*?)```", text, re.DOTALL)
    return found[1] if found else text


def _run(text: str) -> dict[str, Any]:
    """Execute the code found in a text and return its namespace."""
    space: dict[str, Any] = {"__name__": "seed"}
    with redirect_stdout(io.StringIO()):
        exec(compile(_code(text), "<seed>", "exec"), space)
    return space


def _raises(call: Callable[[str], Any], text: str) -> bool:
    """Tell whether a call raises ValueError."""
    try:
        call(text)
    except ValueError:
        return True
    return False


def _table(text: str) -> list[dict[str, str]]:
    """Parse the Markdown table of a text into rows."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def _numbers(text: str) -> list[Fraction]:
    """Return the unsigned numbers of a text in order."""
    return [Fraction(n) for n in re.findall(r"\d+(?:\.\d+)?", text)]


def _chinese(n: int) -> str:
    """Write an integer below 10**12 in Chinese numerals."""
    text = ""
    for place, digit in zip(reversed(range(len(str(n)))), str(n), strict=False):
        text += DIGITS[int(digit)] + (["", "十", "百", "千"][place % 4] if digit != "0" else "")
        text += ["", "万", "亿"][place // 4] if place % 4 == 0 else ""
    text = re.sub("零([万亿])", r"\1", re.sub("零+", "零", text))
    return re.sub("亿万零?", "亿零", text).rstrip("零") or "零"


def _value(node: ast.expr) -> Fraction:
    """Evaluate a parsed arithmetic expression exactly."""
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    assert isinstance(node, ast.BinOp), ast.dump(node)
    left, right = _value(node.left), _value(node.right)
    match node.op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case ast.Pow():
            return Fraction(left ** int(right))
    raise AssertionError(ast.dump(node))


def _sums(text: str) -> int:
    """Assert every numeric equality chain of a text and return how many links were tested."""
    text = re.sub(r"C\((\d),(\d)\)", lambda m: str(math.comb(int(m[1]), int(m[2]))), text)
    text = re.sub(r"[²³⁶]", lambda m: "^" + m[0].translate(SUPERSCRIPTS), text)
    count = 0
    for chain in re.findall(r"[\d.()+\-×÷/%^]+(?:[=≈][\d.()+\-×÷/%^]+)+", text):
        parts = re.split(r"([=≈])", chain)
        values = []
        for part in parts[::2]:
            plain = part.replace("×", "*").replace("÷", "/").replace("%", "/100").replace("^", "**")
            values.append(_value(ast.parse(plain, mode="eval").body))
        for sign, shown, left, right in zip(parts[1::2], parts[2::2], values, values[1:], strict=False):
            decimals = len(shown.rstrip("%").partition(".")[2]) + 2 * shown.endswith("%")
            slack = Fraction(1, 2 * 10**decimals) if sign == "≈" else Fraction(0)
            assert abs(left - right) <= slack, chain
            count += 1
    return count


def _steps(code: str, call: str, limit: int) -> tuple[int, str]:
    """Run code line by line and return the number of lines and how it ended."""
    count = 0

    def trace(frame: types.FrameType, event: str, arg: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename != "<seed>":
            return None
        if event == "line":
            count += 1
            if count > limit:
                raise TimeoutError
        return trace

    program = compile(code, "<seed>", "exec")
    space: dict[str, Any] = {}
    end = "正常结束"
    before = sys.gettrace()
    with redirect_stdout(io.StringIO()):
        sys.settrace(trace)
        try:
            exec(program, space)
            if call:
                eval(call, space)
        except TimeoutError:
            end = "死循环"
        except (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError):
            end = "抛出异常"
        finally:
            sys.settrace(before)
    return count, end


def check_chess_club_syllogism(task: dict[str, Any]) -> None:
    """Judge each statement in every possible club."""
    every = itertools.product([False, True], repeat=3)
    kinds = [(duty, go, chess) for duty, go, chess in every if (go or not duty) and not (go and chess)]
    clubs = [
        (zhou, [zhou, *others])
        for zhou in kinds
        if zhou[2]
        for size in range(len(kinds) + 1)
        for others in itertools.combinations(kinds, size)
    ]
    claims: dict[str, Callable[[Any, Any], bool]] = {
        "老周周末不值班": lambda zhou, club: not zhou[0],
        "老周会下围棋": lambda zhou, club: zhou[1],
        "不会下围棋的成员都报了象棋班": lambda zhou, club: all(m[2] for m in club if not m[1]),
        "有的周末值班的成员报了象棋班": lambda zhou, club: any(m[0] and m[2] for m in club),
    }
    for k in range(len(task["instances"])):
        claim = next(c for text, c in claims.items() if _input(task, k).startswith(text))
        seen = {claim(*club) for club in clubs}
        label = "无法确定" if len(seen) == 2 else "一定对" if True in seen else "一定错"
        assert _output(task, k) == label


def check_nurse_night_duty_order(task: dict[str, Any]) -> None:
    """Find the only roster that fits the clues."""
    fits = []
    for order in itertools.permutations("陈林何郭杜"):
        night = {name: i for i, name in enumerate(order, 1)}
        if night["林"] != night["陈"] + 1 or night["何"] in (1, 5):
            continue
        if night["杜"] == night["郭"] + 2 and night["林"] != 5:
            fits.append(order)
    assert len(fits) == 1
    told = re.findall(r"(周[一二三四五])(\w)", _output(task).split("结论：")[1])
    assert told == list(zip(DAYS, fits[0], strict=False))


def check_water_purifier_argument_flaws(task: dict[str, Any]) -> None:
    """Count the points and the length of each."""
    lines = _output(task).splitlines()
    assert len(lines) >= 3 and all(re.match(rf"{i}\. ", line) for i, line in enumerate(lines, 1))
    assert all(len(line.split(" ", 1)[1]) <= 60 for line in lines)
    assert {n for line in lines for n in _numbers(line[3:])} <= set(_numbers(_input(task)))


def check_relay_half_right_guesses(task: dict[str, Any]) -> None:
    """Try every ranking against the three half-right guesses."""
    ranks = "第一第二第三第四"
    guesses = [re.findall(r"(市场|研发|财务|运营)(第.)", g) for g in re.findall("“(.*?)”", task["instruction"])]
    fits = []
    for order in itertools.permutations(["市场", "研发", "财务", "运营"]):
        place = {name: ranks[2 * i : 2 * i + 2] for i, name in enumerate(order)}
        if all(sum(place[name] == rank for name, rank in guess) == 1 for guess in guesses):
            fits.append(place)
    assert len(guesses) == 3 and len(fits) == 1
    assert dict(re.findall(r"(\w\w)(第.)", _output(task).split("名次：")[1])) == fits[0]


def check_boarding_school_rice_estimate(task: dict[str, Any]) -> None:
    """Recompute the meals, the total and the sacks."""
    text = _output(task)
    assert _sums(text) == 3 and "两千名" in task["instruction"]
    lunch, dinner = re.findall(r"2000×(\d+)%×([\d.]+)=", text)
    meals = [(int(share), round(Fraction(kilos) * 1000)) for share, kilos in (lunch, dinner)]
    total = sum(2000 * share * grams // 100_000 for share, grams in meals)
    about = (total + 50) // 100 * 100
    assert f"={total}公斤" in text and f"约{about}公斤" in text and f"25公斤装的大米{about // 25}袋" in text
    assert f"每人{meals[0][1]}克生米" in text and f"按每人{meals[1][1]}克" in text
    assert f"约到{(total * 12 + 50) // 100 * 10}公斤" in text


def check_tour_boat_and_drifting_hat(task: dict[str, Any]) -> None:
    """Recompute the drift from the two speeds."""
    length, down, up = _numbers(task["instruction"])
    stream = (length / down - length / up) / 2
    assert _sums(_output(task)) == 4
    assert f"答：{length / stream}小时" in _output(task)


def check_padded_coat_price_mistake(task: dict[str, Any]) -> None:
    """Recompute the price after the rise and the cut."""
    price, rise, cut = _numbers(_input(task))[:3]
    high = price * (1 + rise / 100)
    low = high * (1 - cut / 100)
    text = _output(task)
    assert set(re.findall(r"(\d+)%", text)) == {str(rise)} == {str(cut)} and f"“{price}元的{rise}%”" in text
    assert _sums(text) == 2 and f"涨了{high - price}元" in text and f"降了{high - low}元" in text
    assert f"现在卖{low}元，比原价便宜{price - low}元" in text


def check_bobing_zhuangyuan_probability(task: dict[str, Any]) -> None:
    """Count all throws of six dice."""
    throws = [throw.count(4) for throw in itertools.product(range(1, 7), repeat=6)]
    text = _output(task)
    assert _sums(text) >= 8
    exact, least = text.split("五颗四点")
    for part, hits in ((exact, throws.count(4)), (least, sum(n >= 4 for n in throws))):
        chance = Fraction(hits, len(throws))
        assert f"{hits}/{len(throws)}={chance}≈{float(chance):.2%}" in part


def check_prove_n_cubed_plus_5n(task: dict[str, Any]) -> None:
    """Test the identity and the divisibility used in the proof."""
    found = re.search(r"n³\+5n=\(n³-n\)\+6n=(.+)。", _output(task))
    assert found
    plain = found[1].replace(")n(", ")*n*(").replace("6n", "6*n")
    for n in range(1, 200):
        assert eval(plain, {"n": n}) == n**3 + 5 * n and (n**3 + 5 * n) % 6 == 0
        assert sum(m % 3 == 0 for m in (n - 1, n, n + 1)) == 1
    assert "能被6整除。证毕。" in _output(task)


def check_square_pyramid_circumsphere(task: dict[str, Any]) -> None:
    """Find the sphere's centre numerically."""
    found = re.search(r"底面边长为(\d+)，侧棱长为(\d+)√(\d+)", task["instruction"])
    assert found
    half = int(found[1]) / math.sqrt(2)
    height = math.sqrt(int(found[2]) ** 2 * int(found[3]) - half**2)
    low, high = -100.0, height
    for _ in range(200):
        centre = (low + high) / 2
        low, high = (centre, high) if math.hypot(centre, half) < height - centre else (low, centre)
    area = 4 * (height - low) ** 2
    assert f"AC={half / math.sqrt(2) * 2:.0f}√2，AO₁={half / math.sqrt(2):.0f}√2" in _output(task)
    assert f"即{height**2 + half**2:.0f}-{2 * height:.0f}R=0" in _output(task)
    assert f"√(24-8)={height:.0f}" in _output(task) and f"解得R={height - low:.0f}" in _output(task)
    assert math.isclose(area, round(area)) and _output(task).endswith(f"={area:.0f}π。")


def check_rope_skipping_mean_variance(task: dict[str, Any]) -> None:
    """Recompute both means and variances."""
    shown = _output(task).splitlines()
    spread, best = {}, {}
    for line, told in zip(_input(task).splitlines()[1:], shown, strict=False):
        name, marks = line.split("：")
        values = [int(v) for v in marks.split("、")]
        mean, variance = statistics.mean(values), statistics.pvariance([float(v) for v in values])
        spread[name], best[name] = variance, max(values)
        assert told.startswith(name) and f"÷5={mean}；" in told and told.endswith(f"÷5={variance:g}。")
        assert "、".join(str(v - mean) for v in values) in told
        assert f"({'+'.join(map(str, values))})" in told
    assert _sums(_output(task)) == 4
    steady, other = sorted(spread, key=lambda name: spread[name])
    assert f"一般应派{steady}。若夺奖要跳到195个以上，则可考虑{other}" in shown[-1]
    assert f"最好跳到{best[other]}个，而{steady}最多{best[steady]}个" in shown[-1] and best[steady] < 195 < best[other]


def check_mask_mobile_numbers(task: dict[str, Any]) -> None:
    """Run the masking on numbers alone, side by side and inside longer strings."""
    mask = _run(_output(task))["mask_phone"]
    assert mask("电话13900001111，转告") == "电话139****1111，转告"
    assert mask("15012345678/19987654321") == "150****5678/199****4321"
    assert mask("13800000000号") == "138****0000号"
    for same in ("12345678901", "139000011110", "139000011112", "913900001111", "1390000111", ""):
        assert mask(same) == same and mask(f"单号6217{same}8") == f"单号6217{same}8"


def check_chinese_numeral_to_int(task: dict[str, Any]) -> None:
    """Round-trip many numbers and the examples of the instruction."""
    convert = _run(_output(task))["cn_to_int"]
    samples = [*range(2000), *range(9990, 10120), *range(3, 10**11, 987_654_321), *range(7, 10**8, 1_234_567)]
    for n in [*samples, *(10**k for k in range(12)), *(10**k + 1 for k in range(12))]:
        assert convert(_chinese(n)) == n, _chinese(n)
    cases = {"三万零五百二十": 30520, "十五": 15, "两亿零六万": 200060000, "两千零二": 2002, "十万": 100000, "零": 0}
    for text, n in cases.items():
        assert convert(text) == n
    assert all(_raises(convert, text) for text in ("", "三点五", "12", "三x", "三 百", "壹百"))
    wild = ("一二", "三百二千", "百万千", "二十百", "零一", "三零", "一万零万", "一百一", "十十")
    assert all(_raises(convert, text) for text in wild)


def check_resident_id_check_code(task: dict[str, Any]) -> None:
    """Compare with the ISO 7064 definition on made-up numbers."""
    assert _output(task).startswith("前17位") and "除以11，按余数0到10" in _output(task)
    assert _output(task).count("10X98765432") == 2
    space = _run(_output(task))
    for seed in range(500):
        body = f"{(seed * 7919 + 1) * 104729 * 15485863 % 10**17:017d}"
        fits = [
            c
            for c in "0123456789X"
            if sum((10 if d == "X" else int(d)) * 2 ** (17 - i) for i, d in enumerate(body + c)) % 11 == 1
        ]
        assert [space["check_code"](body)] == fits
        assert space["is_valid"](body + fits[0]) and space["is_valid"]((body + fits[0]).lower())
        assert not any(space["is_valid"](body + c) for c in "0123456789X" if c != fits[0])
    assert not any(space["is_valid"](bad) for bad in ("", "1" * 17, "1" * 19, "X" * 18, "１" * 18))
    assert all(_raises(space["check_code"], bad) for bad in ("", "1" * 16, "1" * 18, "a" * 17))


def check_sqlite_top_scorer_per_class(task: dict[str, Any]) -> None:
    """Run the query on a small table with ties."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE score(class_no TEXT, name TEXT, subject TEXT, points REAL)")
    rows = [
        (room, f"学生{i}", subject, (i * 37 + len(subject) * 5 + int(room) * 11) % 7 * 10)
        for room in ("1", "2", "3")
        for subject in ("语文", "信息技术")
        for i in range(12)
    ]
    base.executemany("INSERT INTO score VALUES (?, ?, ?, ?)", rows)
    best: dict[tuple[str, str], int] = {}
    for room, _, subject, points in rows:
        best[room, subject] = max(points, best.get((room, subject), 0))
    wanted = [(r, s, n, p) for r, n, s, p in rows if p == best[r, s]]
    assert len(wanted) > len(best)
    found = base.execute(_code(_output(task))).fetchall()
    base.close()
    assert found == sorted(wanted)


def check_split_bill_missing_cent(task: dict[str, Any]) -> None:
    """Show that the old code loses money and the new one does not."""
    assert sum(round(100 * p) for p in _run(_input(task))["split_bill"](100, 3)) == 9999
    new = _run(_output(task))["split_bill"]
    for total, people in itertools.product([100, 0.01, 19.99, 88.8, 1234.56, 0], range(1, 12)):
        cents = [round(100 * p) for p in new(total, people)]
        assert len(cents) == people and sum(cents) == round(total * 100) and max(cents) - min(cents) <= 1
    assert f"print(split_bill(100, 3))  # {new(100, 3)}" in _output(task)
    assert _output(task).startswith("100÷3除不尽，每人都舍到33.33元，三人合计99.99元")


def check_explain_access_log_pipeline(task: dict[str, Any]) -> None:
    """Match the explained stages with the pipeline."""
    stages = re.findall(r"^\d\. `(.+?)`：", _output(task), re.MULTILINE)
    assert " | ".join(stages) == _input(task)
    assert set(re.findall(r"\d{3}", _output(task))) == {"404"} and "次数最多的10个地址" in _output(task)
    assert "前10行" in _output(task) and "第7列是请求路径，第9列是状态码" in _output(task)
    line = '203.0.113.5 - - [01/Jan/2000:00:00:00 +0800] "GET /a HTTP/1.1" 404 12 "-" "-"'
    assert (line.split()[6], line.split()[8]) == ("/a", "404")


def check_unit_tests_for_tiered_water_fee(task: dict[str, Any]) -> None:
    """Run the tests on the function and on broken copies of it."""
    source = _input(task)
    mutants = [
        source.replace(old, new)
        for old, new in (
            ("* 2.5", "* 2.6"),
            ("* 3.5", "* 3.6"),
            ("* 5", "* 6"),
            ("<= 12", "<= 13"),
            ("<= 20", "<= 21"),
            ("return 30", "return 31"),
            ("return 58", "return 59"),
            ("tons < 0", "tons < -1"),
        )
    ]
    assert source not in mutants
    for k, code in enumerate([source, *mutants]):
        water = types.ModuleType("water")
        exec(code, water.__dict__)
        sys.modules["water"] = water
        try:
            case = _run(_output(task))["WaterFeeTest"]
        finally:
            del sys.modules["water"]
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
        result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
        assert result.testsRun >= 3 and result.wasSuccessful() == (k == 0), code


def check_time_complexity_label(task: dict[str, Any]) -> None:
    """Fit the counted steps to the growth of each label."""
    growth: dict[str, Callable[[int], float]] = {
        "O(1)": lambda n: 1.0,
        "O(log n)": lambda n: math.log(n),
        "O(n)": lambda n: float(n),
        "O(n log n)": lambda n: n * math.log(n),
        "O(n²)": lambda n: float(n * n),
    }
    assert {_output(task, k) for k in range(len(task["instances"]))} == set(growth)
    for k in range(len(task["instances"])):
        sizes = (64, 256, 1024)
        counts = [_steps(_input(task, k), f"f({n})", 10**7)[0] for n in sizes]
        drift = {}
        for label, shape in growth.items():
            ratios = [count / shape(n) for count, n in zip(counts, sizes, strict=False)]
            drift[label] = max(ratios) / min(ratios)
        assert _output(task, k) == min(drift, key=lambda label: drift[label])


def check_how_python_script_ends(task: dict[str, Any]) -> None:
    """Run each script with a limit on its steps."""
    for k in range(len(task["instances"])):
        assert _output(task, k) == _steps(_input(task, k), "", 50_000)[1]


def check_midterm_ranking_table(task: dict[str, Any]) -> None:
    """Sort the marks again and compare the whole table."""
    subjects = ["语文", "数学", "英语"]
    rows = _table(_input(task))
    total = {row["姓名"]: sum(int(row[s]) for s in subjects) for row in rows}
    rows.sort(key=lambda row: (-total[row["姓名"]], -int(row["数学"])))
    wanted = [row | {"名次": str(i), "总分": str(total[row["姓名"]])} for i, row in enumerate(rows, 1)]
    assert _table(_output(task)) == wanted


def check_fruit_stall_ledger_to_json(task: dict[str, Any]) -> None:
    """Recompute the ledger from the text."""
    pattern = (
        r"草莓(\d+)斤，一斤(\d+)块，小番茄(\d+)斤，一斤(\d+)块，三轮车充电花了(\d+)块。草莓卖掉(\d+)斤，都是(\d+)一斤，"
        r"小番茄卖了(\d+)斤，(\d+)块一斤。剩下(\d+)斤草莓有点蔫，(\d+)块一斤.*摊位费(\d+)，中午一碗面(\d+)"
    )
    found = re.search(pattern, _input(task))
    assert found
    a, b, c, d, power, e, f, g, h, i, j, stall, noodles = map(int, found.groups())
    assert e + i == a and g <= c
    book = json.loads(_code(_output(task)))
    assert list(book) == ["支出", "收入", "支出合计", "收入合计", "盈余"]
    assert sorted(book["支出"].values()) == sorted([a * b, c * d, power, stall, noodles])
    assert sorted(book["收入"].values()) == sorted([e * f, g * h, i * j])
    assert book["支出合计"] == sum(book["支出"].values()) and book["收入合计"] == sum(book["收入"].values())
    assert book["盈余"] == book["收入合计"] - book["支出合计"]


def check_ward_roster_rule_violations(task: dict[str, Any]) -> None:
    """Search the roster for every breach of the three rules."""
    rows = _table(_input(task))
    breaches = []
    for row in rows:
        for today, after in itertools.pairwise(DAYS):
            if row[today] == "夜" and row[after] != "休":
                breaches.append([f"{row['姓名']}{today}夜班", f"{after}排了{row[after]}班"])
    for row in rows:
        free = [day for day in DAYS if row[day] == "休"]
        if len(free) < 2:
            breaches.append([row["姓名"], "不足两天", *free])
    for day in DAYS:
        for shift in "早中夜":
            if all(row[day] != shift for row in rows):
                breaches.append([day, f"没有人上{shift}班"])
    lines = _output(task).splitlines()
    assert len(lines) == len(breaches)
    for line, words in zip(lines, breaches, strict=False):
        assert all(word in line for word in words), line


def check_canteen_stock_csv_cleanup(task: dict[str, Any]) -> None:
    """Clean the records again and compare the whole file."""
    kilos = {"斤": 0.5, "公斤": 1.0, "kg": 1.0, "克": 0.001}
    wanted = [["id", "item", "qty_kg", "in_date"]]
    for code, item, amount, date in list(csv.reader(_input(task).splitlines()))[1:]:
        found = re.fullmatch(r"(\d+)\s*(\D+)", amount)
        quantity = f"{int(found[1]) * kilos[found[2]]:g}" if found else ""
        month, day = re.findall(r"\d+", date)
        row = [code.upper(), item.strip(), quantity, f"{int(month):02d}-{int(day):02d}"]
        if row not in wanted:
            wanted.append(row)
    assert list(csv.reader(_code(_output(task)).splitlines())) == wanted


def check_rental_rooms_water_power_bill(task: dict[str, Any]) -> None:
    """Recompute every cell of the bill."""
    water, power = _numbers(_input(task).splitlines()[0])
    wanted, total = [], [Fraction(0)] * 5
    for row in _table(_input(task)):
        tons = Fraction(row["水表本月"]) - Fraction(row["水表上月"])
        units = Fraction(row["电表本月"]) - Fraction(row["电表上月"])
        cells = [tons, tons * water, units, units * power, tons * water + units * power]
        total = [a + b for a, b in zip(total, cells, strict=False)]
        wanted.append([row["房号"], *cells])
    wanted.append(["总计", *total])
    shown = [list(row.values()) for row in _table(_output(task))]
    assert [[row[0], *map(Fraction, row[1:])] for row in shown] == wanted


def check_library_loans_json_to_table(task: dict[str, Any]) -> None:
    """Flatten the loans again and compare the whole table."""
    loans = [loan | {"读者": reader["读者"]} for reader in json.loads(_input(task)) for loan in reader["借阅"]]
    assert _table(_output(task)) == sorted(loans, key=lambda loan: loan["应还"])


def check_scenic_street_visitor_brief(task: dict[str, Any]) -> None:
    """Recompute each figure of the brief and its length."""
    rows = {int(r["月份"]): (float(r["游客（万人次）"]), float(r["门票收入（万元）"])) for r in _table(_input(task))}
    people, income = (sum(row[i] for row in rows.values()) for i in (0, 1))
    peak, low = max(rows, key=lambda m: rows[m]), min(rows, key=lambda m: rows[m])
    humps = [m for m in rows if all(rows[m] > rows.get(n, (0, 0)) for n in (m - 1, m + 1))]
    each = {m: row[1] / row[0] for m, row in rows.items()}
    text = _output(task)
    assert len(text) <= 120 and f"{people:.1f}万人次" in text and f"{income:.1f}万元" in text
    assert f"人均约{income / people:.1f}元" in text and "、".join(f"{m}月" for m in humps) + "为两个高峰" in text
    assert f"{peak}月最旺，达{rows[peak][0]}万人次，占总量{rows[peak][0] / people:.1%}" in text
    assert max(each, key=lambda m: each[m]) == peak and f"人均{each[peak]:.0f}元也居各月之首" in text
    assert f"{low}月最淡，仅{rows[low][0]}万人次" in text
    assert math.isclose(rows[6][0] * 2, rows[5][0]) and "6月客流较5月减半" in text


def check_civil_capacity_category(task: dict[str, Any]) -> None:
    """Apply the ages and conditions of the Civil Code."""
    ages = {_chinese(n).removeprefix("一") if 10 <= n < 20 else _chinese(n): n for n in range(1, 100)}
    for k in range(len(task["instances"])):
        text = _input(task, k)
        found = re.search(f"([{DIGITS[1:]}十]+)岁", text)
        assert found
        age = ages[found[1]]
        if age < 8 or "已完全不能辨认" in text:
            label = "无民事行为能力人"
        elif (age >= 18 and "不能完全辨认" not in text) or (16 <= age < 18 and "全靠自己的工资" in text):
            label = "完全民事行为能力人"
        else:
            label = "限制民事行为能力人"
        assert _output(task, k) == label


def check_great_wall_two_misconceptions(task: dict[str, Any]) -> None:
    """Recompute the comparison with a hair."""
    found = re.search(r"约(\d+)万公里，.*一道(\d+)米宽的墙，相当于在四五公里外看一根头发丝", _output(task))
    assert found
    angle = int(found[2]) / (int(found[1]) * 1e7)
    assert 4000 <= 0.00007 / angle <= 5000 and angle < math.radians(1 / 60) / 1000


def check_deposit_dingjin_difference(task: dict[str, Any]) -> None:
    """Recompute the cap of the deposit and its double return."""
    found = re.search(r"车价(\d+)万元，定金最多(\d+)万元；交了(\d+)万元定金.*应返还(\d+)万元", _output(task))
    rate = re.search(r"不得超过合同标的额的(\d+)%", _output(task))
    assert found and rate
    price, cap, paid, back = map(int, found.groups())
    assert int(rate[1]) == 20 and price * 20 == cap * 100 and paid == cap and back == 2 * paid


def check_probation_period_legality(task: dict[str, Any]) -> None:
    """Apply the caps of the Labour Contract Law to a two-year contract."""
    assert "两年" in task["instruction"] and "六个月" in task["instruction"] and "六成" in task["instruction"]
    cap = next(limit for months, limit in ((3, 0), (12, 1), (36, 2), (10**6, 6)) if months > 24)
    text = _output(task)
    assert text.startswith("两项都不合法") and f"最多试用{' 一二三四五六'[cap]}个月" in text
    assert (
        set(re.findall(r"\d+%", text)) == {"80%"} and "第十九条" in text and "第二十条" in text and "第八十三条" in text
    )


def check_rice_undercooked_on_plateau(task: dict[str, Any]) -> None:
    """Recompute pressure and boiling points at the height told."""
    text = _output(task)
    found = re.search(r"海拔约(\d+)米", text)
    told = re.search(r"水烧到(\d+)℃.*高(\d+)千帕.*总压约(\d+)千帕，水要到(\d+)℃", text, re.DOTALL)
    assert found and told
    air = 101.325 * (1 - 2.25577e-5 * int(found[1])) ** 5.25588
    low, gauge, total, high = map(int, told.groups())
    assert {int(t) for t in re.findall(r"(\d+)℃", text)} == {low, high}
    assert 0.6 < air / 101.325 < 0.7 and abs(air + gauge - total) < 2.5
    for kilopascals, celsius in ((air, low), (total, high)):
        boiling = 1730.63 / (8.07131 - math.log10(kilopascals * 7.50062)) - 233.426
        assert abs(boiling - celsius) < 1.5
