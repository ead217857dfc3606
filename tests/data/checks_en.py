"""Checks of English seed tasks: each runs or recomputes what the outputs of one task claim."""

import csv
import io
import json
import math
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from pathlib import Path
from types import FrameType
from typing import Any


def _output(task: dict[str, Any]) -> str:
    """Return the output of a task that has one instance."""
    assert len(task["instances"]) == 1
    return str(task["instances"][0]["output"])


def _pairs(task: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the (input, output) pairs of a task."""
    return [(i["input"], i["output"]) for i in task["instances"]]


def _code(text: str) -> str:
    """Return the contents of the text's only code fence, or the whole text if it has none."""
    found = re.findall(r"```\w*\n(.*?)```", text, re.S)
    assert len(found) <= 1
    return str(found[0]) if found else text


def _run(code: str) -> dict[str, Any]:
    """Run Python code and return the names it defines."""
    space: dict[str, Any] = {"__name__": "seed"}
    exec(code, space)
    return space


def _numbers(text: str) -> list[float]:
    """Return the numbers in a text, without their thousands separators."""
    return [float(n.replace(",", "")) for n in re.findall(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text)]


def _table(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table, header first and without its rule."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert all(re.fullmatch(r":?-+:?", cell) for cell in rows[1])
    return rows[:1] + rows[2:]


def _sums(text: str) -> int:
    """Work out every chain of sums joined by = or ≈ in a text, assert that it holds, and count the chains."""
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    chains = re.findall(r"[(\dπ][\d.×÷/+−()²π^ ]*(?: *[=≈] ?[\d.×÷/+−()²π^ ]*[\dπ)²])+", plain)
    python = {"×": "*", "÷": "/", "−": "-", "²": "**2", "^": "**"}
    for chain in chains:
        for old, new in python.items():
            chain = chain.replace(old, new)
        chain = re.sub(r"(?<=[\d.])π", "*pi", chain).replace("π(", "pi*(")
        chain = re.sub(r"(?<=\d)\(", "*(", chain)
        values = [eval(part, {"pi": math.pi}) for part in re.split("[=≈]", chain)]
        assert all(math.isclose(value, values[0], rel_tol=0.002) for value in values), chain
    return len(chains)


def _raises(error: type[BaseException], function: Callable[..., Any], *args: Any) -> bool:
    """Say whether the call raises the error."""
    try:
        function(*args)
    except error:
        return True
    return False


def check_necessary_or_sufficient(task: dict[str, Any]) -> None:
    """Compare the two conditions over all cases; for cities, over two capitals and two that are not."""
    cards = list(product(["hearts", "diamonds", "spades", "clubs"], range(1, 14)))
    sides = [s for s in product(range(1, 13), repeat=3) if 2 * max(s) < sum(s)]

    def angles(a: int, b: int, c: int) -> set[float]:
        """Return the distinct angles of a triangle, by the law of cosines."""
        opposite = ((a, b, c), (b, c, a), (c, a, b))
        return {round(math.acos((y * y + z * z - x * x) / (2 * y * z)), 9) for x, y, z in opposite}

    cases: dict[str, list[tuple[bool, bool]]] = {
        "leap": [(y % 4 == 0, y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)) for y in range(1600, 2400)],
        "queen": [(card == ("hearts", 12), card[0] in ("hearts", "diamonds")) for card in cards],
        "triangle": [(len(set(s)) == 1, len(angles(*s)) == 1) for s in sides],
        "city": [(True, True), (True, False), (False, True), (False, False)],  # Paris, Ottawa, Toronto, Lyon
    }
    labels = {
        (True, False): "necessary",
        (False, True): "sufficient",
        (True, True): "both",
        (False, False): "neither",
    }
    seen = set()
    for text, output in _pairs(task):
        (key,) = (k for k in cases if k in text)
        seen.add(key)
        necessary = all(first for first, second in cases[key] if second)
        sufficient = all(second for first, second in cases[key] if first)
        assert output == labels[necessary, sufficient], text
    assert seen == set(cases)


def check_lunch_rota_puzzle(task: dict[str, Any]) -> None:
    """Solve the puzzle by brute force and compare it with the answer's last four lines."""
    people, lunches = ("Amara", "Bruno", "Chidi", "Dina"), ("soup", "curry", "salad", "dumplings")
    times = ("12:00", "12:15", "12:30", "12:45")
    solutions = []
    for order, food in product(permutations(people), permutations(lunches)):
        who = {name: slot for slot, name in enumerate(order)}
        if (
            food.index("soup") == food.index("salad") + 1
            and who["Bruno"] == 3
            and food[who["Dina"]] == "dumplings"
            and who["Chidi"] < who["Dina"] < who["Amara"]
        ):
            solutions.append([f"{t} {n}, {f}" for t, n, f in zip(times, order, food, strict=True)])
    assert len(solutions) == 1
    assert _output(task).splitlines()[-4:] == solutions[0]


def check_dripping_tap_estimate(task: dict[str, Any]) -> None:
    """Recompute the estimate and its range from the assumptions that the output states."""
    output = _output(task)
    assert _sums(output) == 3
    found = re.search(r"One drip is ([\d.]+) ml, so ([\d,]+) drips make a litre", output)
    assert found
    drip = float(found[1])
    assert _numbers(found[2]) == [1000 / drip]
    numbers = _numbers(output)
    day = 60 * 60 * 24
    litres = day * drip / 1000 * 365
    assert {float(day), round(day * drip / 1000, 1), round(litres), float(round(litres, -3))} <= set(numbers)
    baths = re.search(r"about (\d+) baths of (\d+) litres", output)
    assert baths and abs(int(baths[1]) * int(baths[2]) / litres - 1) < 0.1
    ends = re.findall(r"[Aa]t ([\d.]+) ml (?:the answer falls|it rises) to about ([\d,]+)", output)
    assert len(ends) == 2
    for size, said in ends:
        assert float(said.replace(",", "")) == round(day * 365 * float(size) / 1000, -2)


def check_eldest_to_youngest(task: dict[str, Any]) -> None:
    """Find the only order that meets every condition."""
    solutions = []
    for order in permutations(("Ines", "Tom", "Ravi", "Mei", "Olu")):
        place = {name: n for n, name in enumerate(order)}
        if place["Ravi"] < place["Ines"] < place["Tom"] < place["Mei"] and 0 < place["Olu"] < place["Ines"]:
            solutions.append(order)
    assert len(solutions) == 1
    assert _output(task) == ", ".join(solutions[0])


def check_scale_scone_recipe(task: dict[str, Any]) -> None:
    """Multiply every amount in the recipe by 30/12 and compare lines, lowest terms included."""

    def amounts(lines: list[str]) -> list[tuple[str, str]]:
        """Split the lines into amount and ingredient, the unit in the singular."""
        split = [re.fullmatch(r"([\d /]+) (\w+?)s? (.+)", line) for line in lines]
        return [(m[1], f"{m[2]} {m[3]}") for m in split if m]

    ((text, output),) = _pairs(task)
    before = amounts(text.splitlines()[1:])
    after = amounts(output.split("Makes 30\n")[1].splitlines())
    assert len(before) == len(after) == 6
    for (old, old_name), (new, new_name) in zip(before, after, strict=True):
        value = sum(map(Fraction, old.split())) * Fraction(30, 12)
        whole, rest = divmod(value, 1)
        assert new == " ".join(str(part) for part in (whole, rest) if part), (old, new)
        assert old_name == new_name


def check_first_wrong_line(task: dict[str, Any]) -> None:
    """Solve each line of both workings exactly; the pupil's must first fail where the output says."""

    def roots(text: str) -> list[Fraction]:
        """Return the solution of each numbered line and, first, of the equation set."""
        lines = re.findall(r"^(?:Line \d: |Solve )(.+=.+)$", text, re.M)
        found = []
        for line in lines:
            plain = re.sub(r"(\d)(?=[x(])", r"\1*", line.replace("−", "-"))
            left, right = (eval(f"lambda x: {side}") for side in plain.split("="))
            at0, at1 = (Fraction(str(left(x))) - Fraction(str(right(x))) for x in (0, 1))
            found.append(at0 / (at0 - at1))
        return found

    ((text, output),) = _pairs(task)
    assert _sums(output.split("Check:")[1]) == 2
    equation, *pupil = roots(text)
    wrong = next(n for n, root in enumerate(pupil, 1) if root != equation)
    assert output.startswith(f"Line {wrong} is the first wrong line")
    mended = roots(output)
    assert len(mended) == len(pupil) and set(mended) == {equation}
    final = re.findall(r"x = (−?\d+)$", output, re.M)
    assert [Fraction(f.replace("−", "-")) for f in final] == [equation]
    for side in (3 * (equation - 4), 5 * equation + 2):
        assert f"= {side}".replace("-", "−") in output


def check_gym_eighteen_months(task: dict[str, Any]) -> None:
    """Add up eighteen months at both gyms."""
    ((text, output),) = _pairs(task)
    fee, riverside, northgate = (int(n) for n in re.findall(r"£(\d+)", text))
    first = fee + sum(Fraction(riverside, 2 if month <= 2 else 1) for month in range(1, 19))
    second = sum(northgate * (Fraction(9, 10) if month > 12 else Fraction(1)) for month in range(1, 19))
    lines = output.splitlines()
    assert lines[0].startswith("Riverside") and lines[0].endswith(f"= £{float(first):.2f}")
    assert lines[1].startswith("Northgate") and lines[1].endswith(f"= £{float(second):.2f}")
    assert first < second and lines[-1] == f"Riverside is cheaper by £{float(second - first):.2f}."
    for line in lines[:2]:
        for part in line.split(": ")[1].split(" = "):
            assert math.isclose(
                eval(part.replace("£", "").replace("×", "*")), float(first if line is lines[0] else second)
            )


def check_gravel_round_pond(task: dict[str, Any]) -> None:
    """Recompute the ring's area and volume from the instruction's figures."""
    width, across, deep = _numbers(task["instruction"])
    inner, outer = across / 2, across / 2 + width
    area = math.pi * (outer**2 - inner**2)
    output = _output(task)
    assert _sums(output) == 3
    assert f"≈ {area:.2f} m²" in output and f"{outer**2 - inner**2:.2f}π" in output
    assert output.endswith(f"You need about {area * deep / 100:.2f} m³ of gravel.")


def check_matching_socks(task: dict[str, Any]) -> None:
    """Count the matching pairs one by one."""
    words = {"three": 3, "four": 4, "five": 5}
    stock = {
        colour: words[count.lower()] for count, colour in re.findall(r"(\w+) (black|grey|navy)", task["instruction"])
    }
    socks = [colour for colour, count in stock.items() for _ in range(count)]
    pairs = list(combinations(socks, 2))
    matches = Counter(a for a, b in pairs if a == b)
    output = _output(task)
    assert len(stock) == 3 and f"= {len(pairs)} equally" in output and _sums(output) == 4
    for colour, count in matches.items():
        assert re.search(rf"- {colour}: .*= {count}$", output, re.M)
    chance = Fraction(sum(matches.values()), len(pairs))
    assert output.endswith(f"the chance is {chance}, or about {float(chance):.1%}.")


def check_sum_of_odd_squares(task: dict[str, Any]) -> None:
    """Test the claim and each identity of the proof over many numbers."""
    output = _output(task)
    squares = {n * n for n in range(2000)}
    assert not any(a * a + b * b in squares for a in range(1, 999, 2) for b in range(1, a + 1, 2))
    spaced = re.sub(r"(?<=\d)(?=[ab(])", "*", output.replace("²", "**2"))
    identity = re.search(r"^(\(2\*a.*\)\*\*2) = (4\*\(.*\) \+ \d),$", spaced, re.M)
    assert identity
    for a, b in product(range(-9, 10), repeat=2):
        left, right = (eval(side, {"a": a, "b": b}) for side in identity.groups())
        assert left == right and right % 4 == 2
    halves = re.findall(r"n = (2k(?: \+ 1)?) and n² = (.+?), which leaves remainder (\d)", output)
    assert [half[0] for half in halves] == ["2k", "2k + 1"]
    for (n, square, rest), k in product(halves, range(-9, 10)):
        n, square = (re.sub(r"(?<=\d)(?=[k(])", "*", side.replace("²", "**2")) for side in (n, square))
        assert eval(n, {"k": k}) ** 2 == eval(square, {"k": k}) and eval(square, {"k": k}) % 4 == int(rest) != 2


def check_saline_drip_rate(task: dict[str, Any]) -> None:
    """Recompute the drip rate: one litre, eight hours, and the drops that the instruction names."""
    assert "one litre" in task["instruction"] and "eight hours" in task["instruction"]
    drops = 1000 * int(_numbers(task["instruction"])[0])
    output = _output(task)
    assert _sums(output) == 3
    assert f"= {drops:,} drops" in output and f"{drops:,} ÷ {8 * 60} ≈ {drops / (8 * 60):.1f}" in output
    assert output.endswith(f"Count {round(drops / (8 * 60))} drops a minute.")


def check_last_two_digits(task: dict[str, Any]) -> None:
    """Compute the power and its cycle."""
    base, exponent = (int(n) for n in re.findall(r"\d+", task["instruction"]))
    output = _output(task)
    assert _sums(output) == 2
    assert ", ".join(f"{pow(base, n, 100):02}" for n in range(1, 5)) in output
    assert f"{base}^4 = {base**4} ends in 01" in output
    assert f"{exponent} = 4 × {exponent // 4} + {exponent % 4}" in output
    assert output.endswith(f"The last two digits are {pow(base, exponent, 100):02}.")


def _steps(function: Callable[..., Any], *args: Any) -> int:
    """Count the lines that a call of the function executes."""
    count = 0

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        """Count line events of the traced function."""
        nonlocal count
        count += event == "line" and frame.f_code is function.__code__
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*args)
    finally:
        sys.settrace(before)
    return count


def check_worst_case_growth(task: dict[str, Any]) -> None:
    """Count executed lines at two sizes and name the class whose growth is nearest."""
    small, large = 64, 1024
    growth = {
        "O(1)": 1.0,
        "O(log n)": math.log(large) / math.log(small),
        "O(n)": large / small,
        "O(n log n)": large / small * math.log(large) / math.log(small),
        "O(n^2)": (large / small) ** 2,
    }
    worst: dict[str, Callable[[int], tuple[Any, ...]]] = {
        "middle": lambda n: (list(range(n)),),
        "halvings": lambda n: (n,),
        "longest_streak": lambda n: ([True] * n,),
        "step_pairs": lambda n: (n,),
        "has_pair": lambda n: ([1] * n, 0),
    }
    for text, output in _pairs(task):
        space = _run(text)
        (name,) = (n for n in worst if n in space)
        ratio = _steps(space[name], *worst[name](large)) / _steps(space[name], *worst[name](small))
        assert output == min(growth, key=lambda label: abs(math.log(growth[label] / ratio))), name
    assert {output for _, output in _pairs(task)} == set(growth)


def check_regex_fullmatch_yes_no(task: dict[str, Any]) -> None:
    """Ask re.fullmatch itself."""
    for text, output in _pairs(task):
        found = re.fullmatch(r"Pattern: (.*)\nString: (.*)", text)
        assert found
        assert output == ("yes" if re.fullmatch(found[1], found[2]) else "no"), text


def check_fix_merge_bookings(task: dict[str, Any]) -> None:
    """The function given must fail as reported; the mended one must cover the same hours in fewest blocks."""
    ((text, output),) = _pairs(task)
    broken = _run(text)["merge_bookings"]
    mended = _run(_code(output))["merge_bookings"]
    assert broken([(9, 17), (10, 11)]) == [(9, 11)] and "gives (9, 11)" in output
    assert _raises(IndexError, broken, [])
    assert mended([]) == [] and mended([(10, 11), (9, 17)]) == [(9, 17)]
    assert mended([(1, 2), (2, 3), (5, 6)]) == [(1, 3), (5, 6)]
    rng = random.Random(1)
    for _ in range(500):
        bookings = [(s, s + rng.randint(1, 6)) for s in (rng.randint(0, 30) for _ in range(rng.randint(0, 8)))]
        given = list(bookings)
        hours = {hour for start, end in bookings for hour in range(start, end)}
        merged = mended(bookings)
        assert bookings == given
        assert {hour for start, end in merged for hour in range(start, end)} == hours
        assert all(left[1] < right[0] for left, right in pairwise(merged))


def check_review_email_lookup(task: dict[str, Any]) -> None:
    """Attack both versions; only the function given may give way."""
    ((text, output),) = _pairs(task)
    conn = sqlite3.connect(":memory:")
    conn.executescript(
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
        "INSERT INTO users (name, email) VALUES ('Ann', 'ann@example.org'), ('O''Brien', 'ob@example.org');"
    )
    old, new = _run(text)["get_email"], _run(_code(output))["get_email"]
    attack = re.search(r"input such as `(.+?)` changes", output)
    assert attack
    assert old(conn, attack[1]) == "ann@example.org" and old(conn, "O'Brien") == ""
    assert new(conn, attack[1]) is None and new(conn, "O'Brien") == "ob@example.org"
    assert new(conn, "Ann") == "ann@example.org" and new(conn, "Nobody") is None
    conn.execute("DROP TABLE users")
    assert old(conn, "Ann") == "" and _raises(sqlite3.OperationalError, new, conn, "Ann")
    conn.close()


def check_books_still_out_sql(task: dict[str, Any]) -> None:
    """Run the query over made-up loans and compare it with a count in Python."""
    ((text, output),) = _pairs(task)
    conn = sqlite3.connect(":memory:")
    conn.executescript(text)
    names = ["Wanda", "Ali", "Mona", "Bea", "Ali", "Zed"]
    conn.executemany("INSERT INTO members VALUES (?, ?)", list(enumerate(names, 1)))
    loans = [
        (1, None),
        (1, None),
        (2, None),
        (2, "2001-02-03"),
        (3, "2001-02-03"),
        (4, None),
        (4, None),
        (5, None),
    ]
    conn.executemany(
        "INSERT INTO loans (member_id, title, borrowed_on, returned_on) VALUES (?, 'Emma', '2001-01-01', ?)",
        loans,
    )
    out = Counter(member for member, returned in loans if returned is None)
    expected = sorted(((n, out[i]) for i, n in enumerate(names, 1)), key=lambda row: (-row[1], row[0]))
    assert conn.execute(_code(output)).fetchall() == expected
    conn.close()


def check_explain_debounce(task: dict[str, Any]) -> None:
    """Count the words, and the requests that the example saves."""
    output = _output(task)
    assert len(output.split()) <= 120 and "```" not in output
    word = re.search(r'typing "(\w+)" quickly', output)
    count = {6: "six", 5: "five"}
    assert word and f"{count[len(word[1])]} input events" in output
    assert f"saves {count[len(word[1]) - 1]} needless" in output


def check_parse_duration_with_tests(task: dict[str, Any]) -> None:
    """Run the code with its own tests, then try it on every form."""
    code = _code(_output(task))
    assert code.count("\nassert ") >= 3
    parse = _run(code)["parse_duration"]
    for hours, minutes in product((0, 1, 9, 12), (0, 5, 30, 59)):
        assert parse(f"{hours}h{minutes}m") == 60 * hours + minutes
        assert parse(f"{hours}h") == 60 * hours and parse(f"{minutes}m") == minutes
    bad_texts = "|h|m|hm|5|1h30|30m1h|1h 30m| 2h|2h\n|1H|-1h|1.5h|1h1h|٣h"
    for bad in bad_texts.split("|"):
        assert _raises(ValueError, parse, bad), bad


def check_clock_time_regex(task: dict[str, Any]) -> None:
    """Try all pairs of two-digit numbers and some near misses."""
    pattern = re.compile(_code(_output(task)).strip())
    for hour, minute in product(range(100), repeat=2):
        assert bool(pattern.fullmatch(f"{hour:02}:{minute:02}")) == (hour < 24 and minute < 60)
    bad_texts = "|9:30|09:5|0930|09.30|09:30:00| 09:30|09:30\n|-1:00|٠٩:٣٠|a09:30"
    for bad in bad_texts.split("|"):
        assert not pattern.fullmatch(bad), bad


def check_status_code_one_liner(task: dict[str, Any]) -> None:
    """Run the command over a made-up log."""
    command = _code(_output(task)).strip()
    assert "\n" not in command
    codes = ["200"] * 7 + ["404"] * 3 + ["301"] * 11 + ["500"]
    random.Random(2).shuffle(codes)
    line = '203.0.113.9 - - [01/Feb/2003:04:05:06 +0000] "GET /a?x=200 HTTP/1.1" {} 512 "-" "curl/8"\n'
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "access.log").write_text("".join(line.format(code) for code in codes), encoding="utf-8")
        done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["11", "301", "7", "200", "3", "404", "1", "500"] and not done.stderr


def check_csv_to_json_removal(task: dict[str, Any]) -> None:
    """Convert the CSV independently, types and key order included."""
    ((text, output),) = _pairs(task)
    plain: dict[str, Any] = {"": None, "yes": True, "no": False}
    expected = []
    for row in csv.DictReader(io.StringIO(text)):
        record = {key: plain.get(value, value) for key, value in row.items()}
        for key in ("id", "weight_kg"):
            record[key] = json.loads(row[key]) if row[key] else None
        expected.append(record)
    got = json.loads(_code(output))
    assert [list(row.items()) for row in got] == [list(row.items()) for row in expected]
    types, expected_types = ([[type(v) for v in row.values()] for row in rows] for rows in (got, expected))
    assert types == expected_types


def check_market_stall_takings(task: dict[str, Any]) -> None:
    """Add up quantity times price for each stall, in pence."""
    ((text, output),) = _pairs(task)
    totals: defaultdict[str, int] = defaultdict(int)
    for row in csv.DictReader(io.StringIO(text)):
        totals[row["stall"]] += int(row["quantity"]) * int(row["unit_price"].replace(".", ""))
    ranked = sorted(totals.items(), key=lambda item: -item[1])
    expected = [[stall, f"{pence / 100:.2f}"] for stall, pence in [*ranked, ("Total", sum(totals.values()))]]
    assert _table(output)[1:] == expected


def check_clean_signup_list(task: dict[str, Any]) -> None:
    """Clean the list independently."""
    ((text, output),) = _pairs(task)
    months = {"march": 3, "may": 5}
    best: dict[str, tuple[str, str]] = {}
    header, *rows = csv.reader(io.StringIO(text))
    for name, email, joined in rows:
        day, month, year = re.split(r"[ /.-]", joined)
        date = f"{int(year):04}-{months.get(month.lower()) or int(month):02}-{int(day):02}"
        key = email.lower()
        best[key] = min(best.get(key, ("9999", "")), (date, name.title()))
    expected = sorted((date, name, email) for email, (date, name) in best.items())
    assert _code(output).splitlines() == [",".join(header), *(f"{n},{e},{d}" for d, n, e in expected)]


def check_filter_flat_listings(task: dict[str, Any]) -> None:
    """Filter and sort the listings."""
    ((text, output),) = _pairs(task)
    fit = [f for f in json.loads(text) if f["bedrooms"] >= 2 and f["rent"] < 1100 and f["pets"]]
    assert output.splitlines() == [f["name"] for f in sorted(fit, key=lambda f: int(f["rent"]))]


def check_pivot_pupil_marks(task: dict[str, Any]) -> None:
    """Pivot the list independently."""
    ((text, output),) = _pairs(task)
    marks: dict[str, dict[str, int]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        marks.setdefault(row["pupil"], {})[row["subject"]] = int(row["mark"])
    header, *rows = _table(output)
    subjects = header[1:-1]
    assert sorted(subjects) == sorted({s for own in marks.values() for s in own}) and header[-1] == "Mean"
    assert rows == [
        [pupil, *(str(own.get(s, "-")) for s in subjects), f"{sum(own.values()) / len(own):.1f}"]
        for pupil, own in marks.items()
    ]


def check_invoice_error(task: dict[str, Any]) -> None:
    """Recompute the invoice in cents; exactly the figures that change must be listed."""
    ((text, output),) = _pairs(task)
    rows = _table(text)[1:]
    printed = {row[0]: int(row[3].replace(".", "")) for row in rows}
    true = {row[0]: int(row[1]) * int(row[2].replace(".", "")) for row in rows if row[1]}
    subtotal = sum(true.values())
    true |= {"Subtotal": subtotal, "VAT 20%": subtotal // 5, "Total": subtotal + subtotal // 5}
    assert subtotal % 5 == 0 and list(true) == list(printed)
    wrong = [(f"{true[k] / 100:.2f}", f"{printed[k] / 100:.2f}") for k in printed if true[k] != printed[k]]
    assert re.findall(r"^- .+: ([\d.]+) instead of ([\d.]+)$", output, re.M) == wrong
    assert output.endswith(f"undercharges by €{(true['Total'] - printed['Total']) / 100:.2f}.")


def check_abolition_timeline(task: dict[str, Any]) -> None:
    """Match the six steps with their years, in order."""
    steps = re.findall(r"^(\d{4}): .*?(Haiti|Britain|Parliament|France|Thirteenth|Brazil)", _output(task), re.M)
    known = {
        "Haiti": 1804,
        "Britain": 1807,
        "Parliament": 1833,
        "France": 1848,
        "Thirteenth": 1865,
        "Brazil": 1888,
    }
    assert [(key, int(year)) for year, key in steps] == sorted(known.items(), key=lambda item: item[1])
    assert len(_output(task).splitlines()) == 6
