"""Checks of English seed tasks in prose: what the outputs count, add up, keep or quote is recomputed."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.data.checks_en import _code, _numbers, _output, _pairs, _sums, _table
from tests.data.reading import clock, figures, items, numbered, run_javascript

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: n for n, word in enumerate(ONES)} | {ten: 10 * n for n, ten in enumerate(TENS, 2)}
NUMBERS |= {f"{ten}-{ONES[n]}": NUMBERS[ten] + n for ten in TENS for n in range(1, 10)}


def _only(task: dict[str, Any]) -> tuple[str, str]:
    """Return the input and the output of a task that has one instance."""
    (pair,) = _pairs(task)
    return pair


def _within(task: dict[str, Any], asked: str, low: int, high: int) -> str:
    """Assert that the instruction asks for a length and that the output's words keep to it; return the output."""
    output = _output(task)
    assert asked in task["instruction"]
    assert low <= len(output.split()) <= high, len(output.split())
    return output


def _sentences(text: str) -> int:
    """Count the sentences of a text."""
    return len(re.findall(r"[.!?][\"']?(?=\s|$)", text))


def _values(text: str) -> Counter[float]:
    """Count the values of a text's numbers, in figures or in words."""
    words = [w for w in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()) if w in NUMBERS]
    return Counter(_numbers(text)) + Counter(float(NUMBERS[w]) for w in words)


def _dates(text: str) -> set[tuple[int, str]]:
    """Return the day and the month's first three letters of every date."""
    months = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    return {(int(day), month) for day, month in re.findall(rf"(\d+) ({months})", text)}


def _plain(text: str) -> str:
    """Return the words of a text in lower case."""
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def check_mark_puddle_answer(task: dict[str, Any]) -> None:
    """Give the three marks again."""
    for text, output in _pairs(task):
        marks = (r"evaporat", r"\bget more energy|\benergy to escape", r"wind .*(?:damp|wet) air")
        assert int(output) == sum(bool(re.search(mark, text)) for mark in marks), text


def check_ferry_queue_time(task: dict[str, Any]) -> None:
    """Work out the winter Sunday boat, its queue and its landing."""
    text, output = _only(task)
    sundays = re.search(r"on Sundays only the ([\d.]+) and the ([\d.]+) run", text)
    moved = re.search(r"From October to March the ([\d.]+) is brought forward to ([\d.]+) on every day", text)
    assert sundays and moved and moved[1] == sundays[2] and "November" in task["instruction"]
    assert "takes fifty minutes" in text and "Cars must be in the queue half an hour before" in text
    queue, land = (f"{m // 60}.{m % 60:02}" for m in (clock(moved[2]) - 30, clock(moved[2]) + 50))
    assert f"in the queue by {queue}." in output and output.endswith(f"land at {land}.")
    assert f"sails at {moved[2]} instead of {moved[1]}" in output


def check_ward_handover_before_two(task: dict[str, Any]) -> None:
    """Find every figure in the same bed's note and work out the turns."""
    text, output = _only(task)
    notes = {note[4]: note for note in re.split(r"(?=Bed \d)", text) if note}
    beds = []
    for line in items(output):
        bed, name = line.split(":")[0].removeprefix("Bed ").split(", ")
        beds.append(bed)
        assert name in notes[bed]
        if "every two hours, last turned at 10" in notes[bed]:
            turns = [{24: "midnight", 26: "2.00"}[22 + 2 * n] for n in (1, 2)]
            assert re.findall(r"midnight|\d\.00", line) == turns
        else:
            assert figures(line) <= figures(notes[bed]) and ("midnight" in line) == ("midnight" in notes[bed])
    assert beds == [n for n, note in notes.items() if re.search("midnight|1.00|every two|nil by mouth from 2.00", note)]


def check_canoe_day_cost(task: dict[str, Any]) -> None:
    """Add up two daughters, one jacket and two lunches."""
    text, output = _only(task)
    first, second, jacket, lunch, _deposit = (float(p) for p in re.findall(r"£(\d+\.\d\d)", text))
    costs = [first, second, jacket, 2 * lunch]
    assert [float(p) for p in re.findall(r"£(\d+\.\d\d)", output)] == [sum(costs), *costs]
    assert "one life jacket" in output and "two packed lunches" in output


def check_board_game_bog_ruling(task: dict[str, Any]) -> None:
    """Move the number on one die of the double."""
    rolled = re.search(r"rolled double (\w+)", task["instruction"])
    assert rolled and _output(task).startswith(f"She moves {rolled[1]} squares")
    assert "a double thrown to climb out of the bog earns no" in _output(task)


def check_residents_meeting_promises(task: dict[str, Any]) -> None:
    """Find the first date after each name in the minutes."""
    text, output = _only(task)
    header, *rows = _table(output)
    assert header == ["Person", "Task", "Deadline"]
    for person, _, deadline in rows:
        found = re.search(r"\d+ (?:March|April)", text[text.index(person) :])
        assert found and found[0] == deadline
    assert [row[2] for row in rows] == re.findall(r"\d+ (?:March|April)", text.split(".", 1)[1])


def check_advance_fee_loan_uncle(task: dict[str, Any]) -> None:
    """Find the signs' quotations and the deadline in the message."""
    text, output = _only(task)
    quotations = re.findall(r'"([^"]+)"', "\n".join(items(output)))
    assert len(quotations) == 2 and all(words in text.lower() for words in quotations)
    assert "expires at 6 pm" in text and "A 6 pm deadline" in output


def check_bus_driver_eulogy(task: dict[str, Any]) -> None:
    """Look for the notes' figures and last words."""
    text, output = _only(task)
    assert "number 14 bus" in output and "31 years" in text and _values(output)[31] == 1
    assert 'Last words to Joost: "Did you eat?"' in text and 'was, "Did you eat?"' in output
    assert not re.search(r"\b(?:God|heaven|pray\w*|bless\w*|soul)\b", output)


def check_greenhouse_wedding_toast(task: dict[str, Any]) -> None:
    """Count the words that fit into ninety seconds at 120 to 165 a minute."""
    output = _within(task, "about ninety seconds", 180, 248)
    assert "raise your glasses" in output.split("\n\n")[-1]


def check_broken_fan_tenant_letter(task: dict[str, Any]) -> None:
    """Compare the dates and the figures with the facts."""
    text, output = _only(task)
    assert _dates(output) == _dates(text)
    assert output.splitlines()[1] == "6 March" and output.count("20 March") == 2
    assert "1 m x 40 cm" in text and "one metre by forty centimetres" in output
    assert "aged 4 " in text and "is four " in output and "after 4 pm" in text and "after 4 pm" in output


def check_pastry_chef_lab_cover_letter(task: dict[str, Any]) -> None:
    """Compare the figures with the facts."""
    text, output = _only(task)
    found = re.search(r"(\d+) years in kitchens, last (\d+) as .*to 0\.1 g;.*start at (\d+) am", text, re.S)
    assert found
    nine, four, three = (ONES[int(n)] for n in found.groups())
    facts = (f"{nine} years in kitchens, the last {four} as", "a tenth of a gram", f"{three} in the morning", "in June")
    assert all(words in output for words in facts)


def check_library_of_things_press_release(task: dict[str, Any]) -> None:
    """Compare figures and quotation, and look for the news in the first sentence."""
    text, output = _only(task)
    assert figures(output) <= figures(text) and {"12", "10", "214", "2", "11", "1850"} <= set(figures(output))
    assert "seven days" in output and "7-day loans" in text and "five weeks" in output and "five weeks" in text
    quotation = " ".join(re.findall(r'"([^"]+)"', output)).replace('," said', "")
    assert _plain(quotation) in _plain(text)
    assert output.split("\n\n")[1].startswith("From Saturday 12 April")


def check_fridge_suppers_no_shopping(task: dict[str, Any]) -> None:
    """Count the suppers and keep each of them within the stock, without meat or fish."""
    text, output = _only(task)
    suppers = numbered(output)
    assert "four dinner ideas" in task["instruction"] and len(suppers) == 4
    for supper in suppers:
        eggs = re.search(r"(\w+) eggs\b(?!\.)", supper)
        assert not eggs or NUMBERS[eggs[1]] <= _numbers(text)[0] == 5
        assert not re.search(r"meat|chicken|bacon|ham\b|fish|tuna|anchov|sausage|lemon|tomato|cream\b|cheddar", supper)
        stock = re.findall(r"chickpeas|harissa|cabbage|carrots?|eggs|feta|lentil|onion|garlic|cumin|rice|flour", supper)
        assert len(set(stock)) >= 3 and all(word in text for word in stock)
    assert "a quarter of the cabbage" in suppers[1] and "half a white cabbage" in text


def check_spanish_class_icebreakers(task: dict[str, Any]) -> None:
    """Find the recommended game under its ordinal."""
    games = numbered(_output(task))
    assert len(games) == 5 and games[4].startswith("Choral") and "begin with the fifth: in a chorus" in _output(task)


def check_kitchen_science_fair_questions(task: dict[str, Any]) -> None:
    """Count the questions, each of which says what to measure."""
    questions = numbered(_output(task))
    assert "six, each with what to measure" in task["instruction"] and len(questions) == 6
    assert all(re.search(r"\? .*\b(?:[Mm]easure|time|[Ww]eigh)\b", question) for question in questions)


def check_compound_interest_analogies(task: dict[str, Any]) -> None:
    """Count the analogies, each of which breaks down."""
    analogies = numbered(_output(task))
    assert "four analogies" in task["instruction"] and len(analogies) == 4
    assert all("Breaks down:" in analogy for analogy in analogies)


def check_warehouse_interview_follow_up(task: dict[str, Any]) -> None:
    """Count the questions, of which there is to be one."""
    assert "What follow-up question" in task["instruction"] and _output(task).count("?") == 1


def check_fraction_tutor_next_message(task: dict[str, Any]) -> None:
    """Keep the sum's answer out of the message, which compares it with a half."""
    text, output = _only(task)
    answer = sum((Fraction(n) for n in re.findall(r"\d/\d", text)[:2]), Fraction())
    assert str(answer) not in output and "five sixths" not in output and Fraction(2, 5) < Fraction(1, 2) < answer
    assert re.findall(r"\d/\d", output) == re.findall(r"\d/\d", text)[2:]


def check_late_sofa_support_chat(task: dict[str, Any]) -> None:
    """Apply the house rules: words, dates, charge, one apology, signature."""
    text, output = _only(task)
    assert "At most 80 words" in text and len(output.split()) <= 80
    due, *slots = re.findall(r"(\d+) June", text.split("due at depot")[1].split(". Delivery")[0])
    assert f"depot on {due} June" in output and f"{slots[0]} or {slots[1]} June" in output
    assert set(figures(output)) == {due, *slots, *re.findall(r"£(\d+)", text)} and min(map(int, slots)) > 11
    assert len(re.findall(r"\bsorry\b|apolog", output)) == 1 and output.endswith("\n\nDilys")


def check_budget_can_she_save_300(task: dict[str, Any]) -> None:
    """Add up the outgoings, the cuts and the savings."""
    text, output = _only(task)
    pay, spending = text.splitlines()[:2]
    found = re.findall(r"([A-Za-z ]+) (\d+)", re.sub(r"\(.*?\)", "", spending))
    costs = {frozenset(name.lower().split()): int(cost) for name, cost in found}
    income, total = int(_numbers(pay)[0]), sum(costs.values())
    assert f"outgoings come to £{total:,} against pay of £{income:,}, so she is £{total - income} short" in output
    cuts = []
    for line in items(output):
        name, _, said = line.rpartition(": ")
        before = costs[frozenset(re.split(r",| \d", name)[0].lower().split())]
        change = re.search(r"(\d+) to (\d+)", name)
        keep = re.search(r"keep the £(\d+) one", name)
        assert not change or int(change[1]) == before
        cuts.append(before - (int(change[2]) if change else int(keep[1]) if keep else 0))
        assert cuts[-1] == int(said), line
    saved = sum(cuts) - (total - income)
    first = saved - costs[frozenset(["gym"])]
    assert len(cuts) == 7 and f"Total: £{sum(cuts)}\n" in output and f"£{saved} a month saved" in output
    assert f"About £{round(saved, -1)} is realistic" in output and f"missing £{300 - saved}" in output
    assert f"In the first month it is £{first}," in output and f"£{saved} is a good target" in output
    assert output.endswith(f"{first} + 11 × {saved} = £{first + 11 * saved:,}.")
    assert _sums(output.replace("£", "")) == 3


def check_first_10k_eight_weeks(task: dict[str, Any]) -> None:
    """Add up the weeks and look at the growth of the long run."""
    _, *rows = _table(_output(task))
    weeks = [[int(re.sub(r"\D", "", cell)) for cell in row] for row in rows]
    assert [week[0] for week in weeks] == list(range(1, 9)) and "Eight weeks" in task["instruction"]
    assert all(sum(week[1:4]) == week[4] for week in weeks)
    assert max(weeks[0][1:4]) == 3 and weeks[7][3] == 10
    assert max(week[3] for week in weeks[:7]) < 10 and all(b[3] - a[3] <= 2 for a, b in pairwise(weeks))
    assert all(week[4] < before[4] for before, week in pairwise(weeks) if week[0] == 4)


def check_four_week_move_countdown(task: dict[str, Any]) -> None:
    """Look at the order of the headings down to the move on Saturday."""
    headings = [part.splitlines()[0] for part in _output(task).split("\n\n")]
    assert headings == ["Four weeks to go", "Three weeks", "Two weeks", "Final week", "Saturday", "Sunday"]
    final = _output(task).split("Final week\n")[1].split("\n\n")[0]
    assert [line.split(":")[0].split()[0] for line in items(final)] == ["Monday", "Wednesday", "Thursday", "Friday"]


def check_nursing_exam_twenty_hours(task: dict[str, Any]) -> None:
    """Recompute the weights and the hours by topic and by day."""
    text, output = _only(task)
    topics = {n: (int(w), int(c)) for n, w, c in re.findall(r"^(\w+), (\d+)%, (\d)$", text, re.M)}
    weights = {name: weight * (6 - confidence) for name, (weight, confidence) in topics.items()}
    shares = {name: round(2 * 16 * weight / sum(weights.values())) / 2 for name, weight in weights.items()}
    rows = {row[0]: row for row in _table(output)[1:]}
    for name, (weight, confidence) in topics.items():
        assert rows[name][1] == f"{weight} × {6 - confidence} = {weights[name]}"
        assert float(rows[name][2]) == shares[name]
    assert sum(topic[0] for topic in topics.values()) == 100 and sum(shares.values()) == 16
    paper = re.search(r"two practice papers \((\d+) minutes each, plus (\d+) to mark\)", output)
    assert paper and f"{paper[1]} minutes each" in text and "exam weight × (6 − confidence)" in output
    assert float(rows["Practice papers"][2]) == 4 == 2 * (int(paper[1]) + int(paper[2])) / 60
    assert float(rows["Total"][2]) == 20
    spent: Counter[str] = Counter()
    days = re.findall(r"^(\w+day): (.+)$", output, re.M)
    assert [day for day, _ in days] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    for _, plan in days:
        hours = {name.capitalize(): float(n) for name, n in re.findall(r"([a-z][a-z ]*) ([\d.]+)", plan)}
        assert sum(hours.values()) == 4
        spent.update(hours)
    assert spent == shares | {"Practice paper": 4.0}


def check_sunday_roast_back_plan(task: dict[str, Any]) -> None:
    """Measure every span of the plan against the recipe."""
    text, output = _only(task)
    plan = [(clock(at) + 720 * (clock(at) < 600), step) for at, step in re.findall(r"^(\d+:\d\d) (.+)$", output, re.M)]
    assert plan == sorted(plan, key=lambda entry: entry[0])

    def at(start: str) -> list[int]:
        """Return the times of the steps that start so."""
        return [minute for minute, step in plan if step.startswith(start)]

    spans = [
        ("30 min altogether", at("Peel")[0], at("Heat the oven")[0], 30),
        ("Chicken: 1 h 30", at("Chicken in,")[0], at("Chicken out;")[0], 90),
        ("boil 10 min", at("Potatoes into the boiling")[0], at("Drain them")[0], 10),
        ("dry 10 min", at("Drain them")[0], at("Potatoes into the hot oil")[0], 10),
        ("roast 50 min", at("Potatoes into the hot oil")[0], at("Potatoes out")[0], 50),
        ("Carrots: 12 min", at("Carrots in")[0], at("Drain the carrots")[0], 12),
        ("Gravy: 10 min", at("Gravy, in the chicken tin")[0], at("Gravy done")[0], 10),
        ("Apple crumble: 35 min", at("Crumble in")[0], at("Crumble out")[0], 35),
        ("5 min to cool", at("Crumble out")[0], at("Pudding")[0], 5),
    ]
    assert all(rule in text and last - first == length for rule, first, last, length in spans)
    assert at("Carve")[0] - at("Chicken out;")[0] >= 20 and at("Gravy, in")[0] >= at("Chicken out;")[0]
    assert "on the table at 1 pm, pudding at 1:45" in text and (at("Potatoes out"), at("Pudding")) == ([780], [825])
    oven = [(step, int(heat)) for _, step in plan for heat in re.findall(r"(\d+) °C", step)]
    assert [heat for _, heat in oven] == [190, 210, 180] and "190 to 210 °C" in text and "35 min at 180 °C" in text
    assert at("Turn the oven down")[0] >= at("Potatoes out")[0] and at("Crumble in")[0] >= at("Turn the oven down")[0]


def check_cafe_evening_rota(task: dict[str, Any]) -> None:
    """Test the rota against every rule."""
    rota = json.loads(_output(task))
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert list(rota) == days and all(len(set(pair)) == 2 for pair in rota.values())
    on = {name: {day for day in days if name in rota[day]} for name in ("Amara", "Ben", "Chloe", "Dev", "Esi")}
    assert sum(map(len, on.values())) == 10
    assert all({"Amara", "Chloe"} & set(pair) for pair in rota.values())
    assert len(on["Amara"]) <= 3 and "Monday" not in on["Amara"]
    assert on["Ben"] == {"Monday", "Thursday"}
    assert len(on["Chloe"]) <= 2 and "Friday" not in on["Chloe"] and not on["Chloe"] & on["Esi"]
    assert len(on["Dev"]) <= 2 and not on["Dev"] & {"Tuesday", "Wednesday"} and len(on["Esi"]) <= 2


def check_birthday_party_on_150(task: dict[str, Any]) -> None:
    """Add up the budget and look at the order of the afternoon."""
    output = _output(task)
    costs = [int(n) for n in re.findall(r"^- .+: £(\d+)$", output, re.M)]
    assert "£150" in task["instruction"] and sum(costs) == 150 and "Total: £150" in output
    bags = re.search(r"Party bags, (\d+) at £(\d+): £(\d+)", output)
    assert bags and int(bags[1]) == 12 and int(bags[1]) * int(bags[2]) == int(bags[3])
    times = [clock(at) for at in re.findall(r"^(\d:\d\d) ", output, re.M)]
    assert times == sorted(times) and f"Running order, {times[0] // 60}:00 to 4:30" in output and times[-1] == 270
    teams = re.search(r"(\w+) teams of (\w+),", output)
    assert teams and NUMBERS[teams[1]] * NUMBERS[teams[2]] == 12 and "twelve children" in task["instruction"]


def check_if_the_moon_vanished(task: dict[str, Any]) -> None:
    """Recompute the Sun's tide from masses and distances, and the daily delay from the month."""
    output = _output(task)
    sun = (1.989e30 / 7.342e22) * (3.844e5 / 1.496e8) ** 3
    assert 0.4 < sun < 0.5 and "a bit less than half as strong as the Moon's" in output
    assert abs(sun / (1 + sun) - 1 / 3) < 0.03 and "drop to roughly a third" in output
    assert round(24 * 60 / (29.53 - 1), -1) == 50 and "instead of about fifty minutes later" in output


def check_day_longer_than_year(task: dict[str, Any]) -> None:
    """Recompute the year of Venus from its distance (Kepler) and the turn from its noons, 116.75 days apart."""
    turn, orbit = _numbers(_output(task))
    year = 365.256 * 0.72333**1.5
    assert (round(1 / (1 / 116.75 - 1 / year)), round(year)) == (turn, orbit) and orbit < turn
    assert _output(task).startswith("Venus: one turn")


def check_midnight_email_to_fitter(task: dict[str, Any]) -> None:
    """Keep every figure, date and the deadline; drop the insults."""
    text, output = _only(task)
    assert figures(text) == figures(output) and "by Friday" in output and "£3,200 of the £4,800" in output
    assert re.findall(r"\d+ (?:January|February)", output) == re.findall(r"\d+ (?:January|February)", text)
    assert all(words in output.lower() for words in ("ten working days", "five weeks", "five people", "ten days"))
    assert not re.search(r"joke|cowboy|couldn't|ripped|swore", output)


def check_gastroscopy_leaflet_plain(task: dict[str, Any]) -> None:
    """Keep every period and use short sentences."""
    text, output = _only(task)
    for words, plain in (("six hours", "six hours"), ("two hours", "two hours"), ("twenty-four hours", "24 hours")):
        assert words in text and plain in output
    assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.\n]+", output))
    assert re.findall(r"\d+ hours", output) == ["24 hours"] * 2
    hard = "abstain ingested anticoagulant discontinue imperative refrain executing elected"
    assert all(word in text and word not in output for word in hard.split())


def check_six_passives_made_active(task: dict[str, Any]) -> None:
    """Put each agent before what was the subject, without a participle after any form of be."""
    text, output = _only(task)
    pairs = zip(numbered(text), numbered(output), strict=True)
    agents = ("two sisters", "clerk", "fox", "no one", "youngest member", "whoever")
    subjects = ("bridge", "minutes", "lambs", "invoice", "conducting it", "door")
    for (passive, active), agent, subject in zip(pairs, agents, subjects, strict=True):
        assert active.lower().index(agent) < active.index(subject)
        assert " by " in passive and " by " not in active and not re.search(r"\b(?:was|been|being|be)\b", active)


def check_night_nurse_jottings(task: dict[str, Any]) -> None:
    """Write out the times, keep every other figure and leave no abbreviation."""
    text, output = _only(task)
    assert figures(re.sub(r"\b(\d\d)(\d\d)\b", r"\1:\2", text).replace("/", " ")) - Counter(["2"]) == figures(output)
    assert "day 2 post-op" in text and "the second day after surgery" in output
    assert not re.search(r"NOF|\bPO\b|o/n|Obs\b|E&D|pls|post-op|#", output)


def check_drama_society_actions(task: dict[str, Any]) -> None:
    """Find each date beside its owner in the minutes and look at the order."""
    text, output = _only(task)
    header, *rows = _table(output)
    assert header == ["Due", "Owner", "Action"]
    points = re.findall(r"^\d\. (.+)$", text, re.M)
    dates = sorted((d for point in points for d in re.findall(r"(?:by|on) (\d+ May)", point)), key=_numbers)
    assert [row[0] for row in rows] == [*dates, "–"]
    for due, owner, _ in rows:
        (point,) = (p for p in points if (due in p if due != "–" else "remind them" in p))
        assert owner.split()[0] in point and (owner == "Cast" or owner in text)
    assert "Two lanterns failed" in text and "two replacement lanterns" in output
    assert "loan of six cloaks" in text and "the six cloaks" in output


def check_parkin_shopping_list(task: dict[str, Any]) -> None:
    """Work out every amount of the recipe."""
    text, output = _only(task)
    found = re.search(r"(\w+) ounces of black treacle and (\w+) of golden syrup .*with (\w+) ounces of butter", text)
    assert found and "as much soft brown sugar as butter" in text and "the same of plain flour" in text
    treacle, syrup, butter = (NUMBERS[word] for word in found.groups())
    assert "Half a pound of medium" in text and "a teaspoon of bicarb and two of" in text and "One egg" in text
    wanted = ["½ lb medium oatmeal", "½ lb plain flour", "1 tsp bicarbonate of soda", "2 tsp ground ginger"]
    wanted += [f"{treacle} oz black treacle", f"{syrup} oz golden syrup", f"{butter} oz butter"]
    assert items(output) == [*wanted, f"{butter} oz soft brown sugar", "1 egg", "¼ pint milk"]
    assert "a quarter of a pint of milk" in text


def check_vet_voicemail_json(task: dict[str, Any]) -> None:
    """Parse the objects and look for their values in the transcripts."""
    keys = ["caller", "animal_name", "species", "problem", "since", "registered", "wants"]
    asked = ", ".join(keys).replace("registered", "registered (true, false or null)")
    assert f"exactly these keys: {asked}." in task["instruction"]
    young = {"kitten": "cat", "rabbit": "rabbit"}
    known = {"she's been coming to you": True, "not used your practice before": False}
    for text, output in _pairs(task):
        log = json.loads(output)
        assert list(log) == keys
        assert log["species"] in [species for word, species in young.items() if word in text]
        (registered,) = (answer for words, answer in known.items() if words in text)
        assert log["registered"] is registered and log["caller"] in text
        assert all(log[key] is None or log[key] in text for key in ("animal_name", "since"))
        assert ("since" in text and "don't know how long" not in text) == (log["since"] is not None)
        assert log["problem"].split(" and ")[-1] in text and " ".join(log["wants"].split()[-2:]) in text


def check_bakery_report_direct_quotes(task: dict[str, Any]) -> None:
    """Cut the quotations out of the report again and join their halves."""
    text, output = _only(task)
    cut = re.findall(r'"([^"]+)"', text)
    assert len(cut) == 5
    joined = [f"{cut[0].rstrip(',')}. {cut[1]}", f"{cut[2].rstrip(',')} {cut[3]}", cut[4]]
    speakers = ["Edna Pruett", "Bill Noakes", "Farah Siddiq"]
    assert all(name in text for name in speakers)
    assert output.splitlines() == [f'{who}: "{words}"' for who, words in zip(speakers, joined, strict=True)]


def check_payroll_failure_causal_chain(task: dict[str, Any]) -> None:
    """Find each effect as the next cause, and the figures in the report."""
    text, output = _only(task)
    links = [line.split(" → ") for line in output.splitlines()]
    assert all(len(link) == 2 for link in links) and figures(output) <= figures(text + " 36")
    for (_, effect), (cause, _) in pairwise(links[:-1]):
        assert effect.lower().startswith(cause.lower())
    assert len(links) == 6 and "an hour on Friday" in links[-1][1] and "two thirds" in text


def check_fox_paragraph_citations(task: dict[str, Any]) -> None:
    """Count the citations in the text and in brackets."""
    text, output = _only(task)
    author = r"([A-Z]\w+(?: (?:&|and) [A-Z]\w+)?(?: et al\.)?)"
    cited = re.findall(author + r"(?:, | \()(\d{4})", text)
    counts = Counter(f"{names.replace(' and ', ' & ')}, {year}" for names, year in cited)
    lines = [f"{work} ({count})" for work, count in counts.items()]
    assert output.splitlines() == sorted(lines, key=lambda line: (line.split(",")[0], line))


def check_backup_log_failed_hosts(task: dict[str, Any]) -> None:
    """Read the last state of each host from the log."""
    text, output = _only(task)
    last: dict[str, str] = {}
    for line in text.splitlines():
        host = re.search(r"host=(\w+)", line)
        if host:
            last[host[1]] = line
    failed = {name: re.search(r'status=fail code=(\w+) msg="(.+)"', line) for name, line in last.items()}
    assert output.splitlines() == [f"{name}: {end[1]} ({end[2]})" for name, end in failed.items() if end]


def check_footbridge_one_sentence(task: dict[str, Any]) -> None:
    """Count the sentences and compare the figures with the report."""
    text, output = _only(task)
    assert "in one sentence" in task["instruction"] and _sentences(output) == 1
    assert figures(output) == Counter(["9400"]) and "£9,400" in text and "before the winter floods" in output
    assert "the four split boards are covered with plywood within a week" in text
    assert "four split boards are covered within a week" in output


def check_birthday_thread_three_bullets(task: dict[str, Any]) -> None:
    """Count the bullets and compare day, hour and number with the thread."""
    text, output = _only(task)
    assert [item.split(":")[0] for item in items(output)] == ["**Settled", "**Open", "**You"]
    assert figures(output) <= figures(text) and "Saturday 14th" in text and "Saturday 14th" in output
    assert "1 o'clock" in text and "1 o'clock" in output and "22 if the Dunnes come" in text and "up to 22" in output


def check_walking_trial_headline(task: dict[str, Any]) -> None:
    """Count the sentences and compare the figures with the abstract."""
    text, output = _only(task)
    headline, caution = output.split("\n\n")
    assert "then one sentence" in task["instruction"] and _sentences(caution) == 1
    assert "38 adults" in text and "only 38 volunteers" in caution
    assert "for two weeks each" in text and "for two weeks on each" in caution
    assert "each of three meals" in text and headline.startswith("Three short walks")


def check_lease_pets_clause_four_bullets(task: dict[str, Any]) -> None:
    """Compare the periods with the clause."""
    text, output = _only(task)
    bullets = items(output)
    assert "within 28 days" in text and "within 28 days" in bullets[1]
    assert "fourteen days' written notice" in text and "14 days' notice" in bullets[3]


def check_guesthouse_reviews_agree_split(task: dict[str, Any]) -> None:
    """Count the guests who take each side."""
    text, output = _only(task)
    reviews = text.splitlines()
    praise = [
        bool(re.search(r"[Ss]potless|clean|kippers|Immaculate|Scrubbed|fresh towels|breakfast", r)) for r in reviews
    ]
    assert all(praise) and output.startswith("All who comment")
    assert [r.split(":")[0] for r in reviews if re.search("earplugs", r)] == ["Tom & Bea"] and "to one couple" in output
    assert [r.split(":")[0] for r in reviews if re.search("loved the cockerel", r)] == [
        "Dominic"
    ] and "to one family" in output


def check_english_idioms_in_french(task: dict[str, Any]) -> None:
    """Take up each idiom in its turn, with one French idiom and one gloss."""
    text, output = _only(task)
    lines = [re.fullmatch(r"(.+) → (.+) \((.+)\)", line) for line in output.splitlines()]
    assert [line[1] for line in lines if line] == text.splitlines() and all(lines)


def check_locked_out_neighbour_spanish(task: dict[str, Any]) -> None:
    """Carry over the floor and the hour."""
    text, output = _only(task)
    for spanish, english in (("la vecina del quinto", "the fifth floor"), ("hasta las ocho", "till eight")):
        assert spanish in text and english in output
    assert not _numbers(output) and not {"1", "one"} & set(output.lower().split())


def check_oak_chairs_order_german(task: dict[str, Any]) -> None:
    """Carry over the numbers and the dates, and keep to the formal address."""
    text, output = _only(task)
    for english, german in (
        ("14 March", "14. März"),
        ("twelve oak chairs", "zwölf Eichenstühle"),
        ("end of April", "Ende April"),
    ):
        assert english in text and german in output
    assert figures(text) == figures(output) and not re.search(r"\b(?:du|dir|dich|dein\w*)\b", output)
    assert output.startswith("Sehr geehrte Frau Dr. Brandt,\n\n")


def check_hospital_signs_chinese_table(task: dict[str, Any]) -> None:
    """Compare the English with the list, and count a tone mark for every character."""
    text, output = _only(task)
    header, *rows = _table(output)
    assert header == ["English", "Chinese", "Pinyin"] and [row[0] for row in rows] == text.split("; ")
    for _, chinese, pinyin in rows:
        assert re.fullmatch(r"[\u4e00-\u9fff]+", chinese)
        assert len(re.findall(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", pinyin)) == len(chinese)


def check_trattoria_menu_in_english(task: dict[str, Any]) -> None:
    """Count the dishes of every course and keep the charge."""
    text, output = _only(task)
    courses = [part.count("\n") for part in re.split(r"^[A-Z]+\n", text.rsplit("Coperto", 1)[0], flags=re.M)[1:]]
    *parts, charge = output.split("\n\n")
    assert all(part.splitlines()[0].isupper() for part in parts) and [part.count("\n") for part in parts] == courses
    assert figures(text) == figures(output) and charge == "Cover charge €2 per person. Service included."


def check_missed_train_subtitles(task: dict[str, Any]) -> None:
    """Count subtitles, lines and characters."""
    text, output = _only(task)
    subtitles = [part.splitlines() for part in output.split("\n\n")]
    assert [part[0] for part in subtitles] == [f"{n}." for n in range(1, len(text.splitlines()) + 1)]
    assert "no line longer than 36 characters" in task["instruction"]
    assert all(2 <= len(part) <= 3 and all(len(line) <= 36 for line in part[1:]) for part in subtitles)


def check_hedge_letter_correct_and_list(task: dict[str, Any]) -> None:
    """Make the listed changes in the letter and compare it with the corrected one."""
    text, output = _only(task)
    letter, changes = output.split("\n\nChanges:\n")
    for change in numbered(changes):
        found = re.fullmatch(r"(\S+) → (\S+) \(.+\)", change)
        assert found
        text, count = re.subn(rf"\b{found[1]}\b", found[2], text, count=1)
        assert count == 1, change
    assert text == letter


def check_cellist_biography_forty_words(task: dict[str, Any]) -> None:
    """Count the words and compare the numbers with the biography."""
    output = _within(task, "40 words", 1, 40)
    text, _ = _only(task)
    assert "eleven recordings" in text and "eleven recordings" in output and figures(output) <= figures(text)


def check_warehouse_resume_bullets(task: dict[str, Any]) -> None:
    """Count the words, look at the first verbs and keep every figure."""
    text, output = _only(task)
    bullets = items(output)
    assert "14 words each at most" in task["instruction"] and len(bullets) == len(items(text)) == 4
    for before, after in zip(items(text), bullets, strict=True):
        assert len(after.split()) <= 14 and re.match(r"[A-Z]\w+ed\b", after) and not re.search(r"\bI\b", after)
        assert figures(before) == figures(after)
    assert "over two years" in output and "three warehouses in a team of five" in output


def check_mark_wrong_words_restaurant(task: dict[str, Any]) -> None:
    """Take the marks off and compare the text, and the marked words with the list."""
    text, output = _only(task)
    assert output.replace("**", "") == text
    marked = re.findall(r"\*\*(\S+?)\*\*", output)
    assert marked == "chief weak you're Deserts minuets there except complementary".split()


def check_senior_surgeons_death_rate(task: dict[str, Any]) -> None:
    """Count the explanations, each with its test."""
    explanations = numbered(_output(task))
    assert "three explanations" in task["instruction"] and len(explanations) == 3
    assert all(" Test: " in explanation for explanation in explanations)


def check_format_seconds_javascript(task: dict[str, Any]) -> None:
    """Work out the examples in Python, then run the function over a day and more."""

    def wanted(seconds: int) -> str:
        """Show the whole minutes of a number of seconds."""
        hours, minutes = divmod(seconds // 60, 60)
        return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"

    code = _code(_output(task))
    shown = re.findall(r"formatDuration\((\d+)\)\);\s+// (.+)$", code, re.M)
    assert len(shown) == 3 and all(wanted(int(seconds)) == text for seconds, text in shown)
    asked = re.findall(r'(\d+) becomes "(.+?)"', task["instruction"])
    assert len(asked) == 2 and all(wanted(int(seconds)) == text for seconds, text in asked)
    function = code.split("\n\nconsole.log")[0]
    every = range(0, 90000, 7)
    run = f"{function}\nconst all = [];\nfor (let s = 0; s < 90000; s += 7) all.push(formatDuration(s));"
    assert run_javascript(run + "console.log(JSON.stringify(all));") == [wanted(seconds) for seconds in every]


def check_why_ice_floats(task: dict[str, Any]) -> None:
    """Recompute the swelling and the part above the surface from the densities."""
    output = _output(task)
    found = re.search(r"about ([\d.]+) g/cm³ against ([\d.]+) for the water", output)
    assert found
    ice, water = float(found[1]), float(found[2])
    assert (ice, water) == (0.917, 1)
    assert f"swells by about {water / ice - 1:.0%}" in output
    assert round(1 / (1 - ice / water)) == 12 and "about a twelfth of it above" in output


def check_civil_criminal_table(task: dict[str, Any]) -> None:
    """Count the rows asked for and the two kinds of case."""
    header, *rows = _table(_output(task))
    assert header == ["", "Civil case", "Criminal case"] and all(len(row) == 3 and all(row) for row in rows)
    asked = ["who brings", "standard of proof", "what the losing side may face", "an example"]
    assert all(words in task["instruction"] for words in asked) and len(rows) == len(asked)
    assert all(words.removeprefix("an ") in row[0].lower() for words, row in zip(asked, rows, strict=True))


def check_magna_carta_beliefs(task: dict[str, Any]) -> None:
    """Count the weeks from Runnymede, 15 June 1215, to the Pope's bull of 24 August."""
    weeks = (date(1215, 8, 24) - date(1215, 6, 15)) // timedelta(weeks=1)
    assert weeks == 10 and "annulled it within about ten weeks" in _output(task)
    assert "In June 1215" in _output(task)
