"""Checks of English seed tasks from the office, from code and from daily life: what they compute, quote or run."""

import contextlib
import io
import json
import os
import re
import subprocess
import tempfile
from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import isclose
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from tests.data.checks_en import _code, _numbers, _output, _pairs, _raises, _run, _table
from tests.data.checks_en_prose import _only, _plain
from tests.data.reading import figures, items, numbered


def _fenced(text: str, language: str) -> list[str]:
    """Return the contents of the fences of that language."""
    return re.findall(rf"```{language}\n(.*?)\n```", text, re.S)


def _labels_are_named(task: dict[str, Any]) -> None:
    """Assert that the instruction names every label, and that each is used."""
    labels = {output for _, output in _pairs(task)}
    assert len(labels) >= 2 and all(label in task["instruction"] for label in labels)


def check_phone_company_message_queue(task: dict[str, Any]) -> None:
    """Look for the labels in the instruction."""
    _labels_are_named(task)


def check_discord_message_keep_or_delete(task: dict[str, Any]) -> None:
    """Look for the labels in the instruction."""
    _labels_are_named(task)


def check_vacation_carry_over_2026(task: dict[str, Any]) -> None:
    """Work out the days earned, left and carried over from the policy."""
    text, output = _only(task)
    rate = Fraction(re.findall(r"earn ([\d.]+) days", text)[0])
    day, taken = re.findall(r"March (\d+), 2025, took (\d+)", task["instruction"])[0]
    assert "on or before the 15th" in text and int(day) <= 15
    months = 12 - 3 + 1
    left = months * rate - int(taken)
    assert "Up to five unused days" in text and "taken by March 31" in text
    assert output.startswith("You carried over 5 days") and "by March 31, 2026" in output
    assert f"{months} × {rate + 0.0} = {float(months * rate)} days" in output
    assert (
        f"{float(months * rate)} − {taken} = {float(left)} days" in output
        and f"other {float(left) - 5} lapsed" in output
    )


def check_invoice_api_only_fifty(task: dict[str, Any]) -> None:
    """Run the code against an API that pages as its documents say."""
    invoices = list(range(230))
    asked: list[dict[str, Any]] = []

    def get(url: str, headers: dict[str, str], params: dict[str, Any], timeout: int) -> SimpleNamespace:
        assert url == "https://api.ledgerbay.example/v2/invoices" and headers == {"Authorization": "Bearer k"}
        asked.append(params)
        start = int(params.get("cursor", "0"))
        end = start + params["limit"]
        page = {"data": invoices[start:end], "next_cursor": str(end) if end < len(invoices) else None}
        return SimpleNamespace(json=lambda: page, raise_for_status=lambda: None)

    with patch.dict("sys.modules", requests=SimpleNamespace(get=get)):
        assert _run(_code(_output(task)))["all_invoices"]("k") == invoices
    assert len(asked) == 3 and "three requests for 230 invoices" in _output(task)


def check_nyquil_after_tylenol_and_dayquil(task: dict[str, Any]) -> None:
    """Add up the acetaminophen, and count six hours from the last dose."""
    output = _output(task)
    doses = [(int(n), int(size)) for n, size in re.findall(r"(\d) × (\d+) mg", output)]
    assert doses == [(2, 500), (2, 325), (2, 325)] and "2 × 500 mg = 1,000 mg" in output
    assert output.count("2 × 325 mg = 650 mg") == 2
    assert f"{sum(n * size for n, size in doses):,} mg for the day" in output
    assert "2 dayquil at 4" in task["instruction"] and f"wait until about {4 + 6}" in output


def check_dentist_booking_cold_email(task: dict[str, Any]) -> None:
    """Compare the price and the figure with the request."""
    output = _output(task)
    assert {"$149 a month", "about a third"} <= {
        p for p in ("$149 a month", "about a third") if p in task["instruction"]
    }
    assert "$149 a month with no contract" in output and "about a third" in output


def check_earbuds_amazon_bullets(task: dict[str, Any]) -> None:
    """Find every figure of the bullets in the specification."""
    text, output = _only(task)
    assert len(items(output)) == 5 and set(figures(output)) <= set(figures(text))


def check_later_school_start_essay(task: dict[str, Any]) -> None:
    """Count the paragraphs."""
    assert "five-paragraph" in task["instruction"] and len(_output(task).split("\n\n")) == 5


def check_equivalent_fractions_lesson_plan(task: dict[str, Any]) -> None:
    """Add up the minutes and compare the fractions that are said to be equal."""
    output = _output(task)
    minutes = [int(n) for n in re.findall(r"\((\d+) minutes\)", output)]
    assert sum(minutes) == 45 and len(minutes) == 5
    equal = re.findall(r"(\d/\d) = (\d/\d)", output)
    assert len(equal) >= 5 and all(Fraction(a) == Fraction(b) for a, b in equal)
    assert Fraction(1, 3) == Fraction(2, 6) and "1/3 = __/6" in output and "(2) 2;" in output


def check_bookkeeper_job_ad(task: dict[str, Any]) -> None:
    """Find every figure of the ad in the notes."""
    text, output = _only(task)
    assert set(figures(output)) <= set(figures(text))
    words = {"9 yrs": "nine years", "after 3 months": "after three months", "every 2 wks": "every two weeks"}
    assert all(note in text and said in output for note, said in words.items())


def check_support_engineer_self_review(task: dict[str, Any]) -> None:
    """Find every figure of the review in the notes, and the fall in tickets."""
    text, output = _only(task)
    notes = set(figures(text.replace("2k", "2,000")))
    fewer = 160 - 60
    assert f"{fewer} fewer" in output
    numbers = set(figures(re.sub(r"^\d\. ", "", output, flags=re.M)))
    assert numbers <= notes | {str(fewer)}


def check_mango_cheesecake_captions(task: dict[str, Any]) -> None:
    """Count the captions."""
    assert len(numbered(_output(task))) == 5 and task["instruction"].startswith("5 ")


def check_resignation_email_to_dana(task: dict[str, Any]) -> None:
    """Look for the date, which is a Friday."""
    assert "friday march 14" in task["instruction"] and date(2025, 3, 14).weekday() == 4
    assert "Friday, March 14" in _output(task)


def check_q3_board_deck_outline(task: dict[str, Any]) -> None:
    """Work out every share, change and runway that the slides claim."""
    _, output = _only(task)
    assert [int(n) for n in re.findall(r"^\*\*(\d+)\. ", output, re.M)] == list(range(1, 11))
    claims = {
        f"grew {4.2 / 3.6 - 1:.0%} on the quarter and {4.2 / 3.0 - 1:.0%} on the year": True,
        f"we beat it by {4.2 / 4.0 - 1:.0%}": True,
        "a third of them from Spain": isclose(40 / 118, 1 / 3, abs_tol=0.02),
        "three points": 74 - 71 == 3,
        "52 people, two more than planned": 52 - 50 == 2,
        "Six more than at the end of Q2": 52 - 46 == 6,
        f"{5.4 / 0.3:.0f} months at today's burn": True,
        f"€600k takes it to {(5.4 - 0.6) / 0.3:.0f} months": True,
        f"€4.7m, {4.7 / 4.2 - 1:.0%} more than Q3": True,
    }
    assert all(claims.values()) and all(claim in output for claim in claims)


def check_react_developer_interview_questions(task: dict[str, Any]) -> None:
    """Count the questions."""
    assert len(numbered(_output(task))) == 10 and "10 questions" in task["instruction"]


def check_coffee_shop_swot(task: dict[str, Any]) -> None:
    """Look for the four parts and for the figures of the request."""
    output = _output(task)
    parts = re.findall(r"^\*\*(\w+)\*\*$", output, re.M)
    assert parts == ["Strengths", "Weaknesses", "Opportunities", "Threats"]
    assert all(said in output for said in ("30 seats", "8,000 followers", "6 pm"))


def check_aurora_air_change_or_cancel(task: dict[str, Any]) -> None:
    """Work out the refund, the change and the credit by the policy."""
    policy = task["instruction"]
    fee, credit = (int(n) for n in re.findall(r"\$(\d+)", policy))
    (_, first), (_, second) = _pairs(task)
    more = 341 - 318
    assert f"${more} more" in first and f"${fee} + ${more} = ${fee + more}" in first
    assert f"about {24 - 14} hours left" in first
    assert f"${250 - credit}, which is the $250 you paid less ${credit}" in second and "555-0137" in second


def check_weekend_chat_in_french(task: dict[str, Any]) -> None:
    """Find each mistake in the answer, and no sentence that was right among them."""
    text, output = _only(task)
    mistakes = re.findall(r"^- \*(.+?)\* → \*\*", output, re.M)
    assert len(mistakes) == 3 and all(mistake in text for mistake in mistakes)


def check_vegetarian_dinners_for_two(task: dict[str, Any]) -> None:
    """Compare what the dinners take with what is bought, and the minutes with the limit."""
    plan, shopping = _output(task).split("**Shopping list**")
    minutes = [int(n) for n in re.findall(r"\((\d+) min\)\*\*$", plan, re.M)]
    assert len(minutes) == 7 and max(minutes) <= 40
    bought = {thing: count for count, _, thing in (line.partition(" ") for line in items(shopping))}
    assert (bought["eggs"], bought["carrots"]) == ("8", "4")
    assert sum(map(int, re.findall(r"(\d) eggs", plan))) == 8 and sum(map(int, re.findall(r"(\d) carrots", plan))) == 4
    assert bought["onions"] == str(plan.count("Fry an onion")) == "2"
    assert bought["cans of tomatoes"] == str(plan.count("can of tomatoes")) == "2"
    assert bought["cans of black beans"] == str(plan.count("can of black beans")) == "2"
    assert bought["bell peppers"] == str(plan.count("bell pepper")) == "2"
    assert bought["tortillas"] == re.findall(r"(\d) tortillas", plan)[0]
    assert 250 - 150 == 100 and "150 g of red lentils" in plan and "other 100 g of lentils" in shopping


def check_tokyo_with_child_and_grandma(task: dict[str, Any]) -> None:
    """Count the days."""
    assert (
        re.findall(r"^\*\*Day (\d)", _output(task), re.M) == ["1", "2", "3", "4"] and "four days" in task["instruction"]
    )


def check_first_five_thousand_to_invest(task: dict[str, Any]) -> None:
    """Work out the interest, what is left, and what the savings grow to."""
    output = _output(task)
    assert f"${3000 * 0.24:,.0f} a year" in output and f"leaves you ${5000 - 3000:,}" in output
    months = (65 - 26) * 12
    grown = 100 * ((1 + 0.07 / 12) ** months - 1) / (0.07 / 12)
    assert isclose(grown, 240_000, rel_tol=0.02) and "roughly $240,000" in output and f"${100 * months:,}" in output


def check_paraphrase_remote_work_abstract(task: dict[str, Any]) -> None:
    """Compare the figures, and look for five words in a row that stand in the original."""
    text, output = _only(task)
    assert set(figures(output)) <= set(figures(text)) and {"1204", "7", "0.4", "5", "6", "18"} <= set(figures(output))
    original, words = _plain(text), _plain(output).split()
    assert not any(" ".join(words[n : n + 5]) in original for n in range(len(words) - 4))


def check_rude_message_to_landlord(task: dict[str, Any]) -> None:
    """Look for the facts."""
    text, output = _only(task)
    assert "9 days" in text and "nine days" in output and "third message" in output
    assert all(fact in text and fact in output for fact in ("Thursday", "November", "the city"))


def check_resume_summary_less_generic(task: dict[str, Any]) -> None:
    """Compare the figures."""
    text, output = _only(task)
    assert figures(output) == figures(text) - Counter(["6"]) and "six years" in output


def check_data_engineer_ad_should_i_apply(task: dict[str, Any]) -> None:
    """Find what is said to be required and welcome in the parts of the ad that say so."""
    text, output = _only(task)
    required, welcome = (text.split(head)[1].split("\n\n")[0] for head in ("Your profile", "Ideally, you also bring"))
    for word in ("Python", "SQL", "Airflow", "Dagster", "Prefect", "query plan", "GCP", "Fluent English"):
        assert word in required and word in output
    for word in ("Spark", "dbt", "Terraform", "German", "public transport"):
        assert word in welcome and word in output.split("**Nice to have**")[1]
    assert (
        "by 15 May" in text
        and "The deadline is 15 May" in output
        and "one week in eight" in text
        and "one week in eight" in output
    )


def check_checkout_redesign_meeting(task: dict[str, Any]) -> None:
    """Find names, dates and rates in the transcript, and the days of the week in the calendar."""
    text, output = _only(task)
    assert "Tuesday 5 May" in text and date(2026, 5, 5).weekday() == 1
    for day, number in re.findall(r"\b(Mon|Fri)\w* (\d+) May", output):
        assert date(2026, 5, int(number)).strftime("%a") == day
    header, *rows = _table(output)
    assert header == ["Who", "What", "By"] and {row[0] for row in rows} <= {"Ingrid", "Marcus", "Tomasz", "Bea"}
    assert all(rate in text and f"{rate}%" in output for rate in ("2.9", "2.4"))
    assert "about one in fifty people in Norway" in text and "1 in 50 people in Norway" in output


def check_slack_thread_tldr_for_marta(task: dict[str, Any]) -> None:
    """Find the facts in the thread."""
    text, output = _only(task)
    assert all(
        fact in text for fact in ("38 people", "200 words", "wed 4pm", "wed noon", "out from 2", "customers_full")
    )
    assert all(fact in output for fact in ("38 people", "200 words", "Wednesday 4 pm", "Wednesday noon", "before 2"))


def check_app_strings_to_spanish(task: dict[str, Any]) -> None:
    """Compare keys and braces."""
    text, output = _only(task)
    before, after = json.loads(text), json.loads(_code(output))
    assert list(before) == list(after)
    assert all(sorted(re.findall(r"\{\w+\}", before[k])) == sorted(re.findall(r"\{\w+\}", after[k])) for k in before)


def check_email_to_professor_grammar(task: dict[str, Any]) -> None:
    """Find each mistake in the email, and none of them in the corrected one."""
    text, output = _only(task)
    mended, notes = output.split("**What I changed")
    changes = re.findall(r"\*([^*]+)\* → \*([^*]+)\*", notes)
    assert len(changes) == 6
    for wrong, right in changes:
        assert wrong.split()[-1] in text and f"{wrong} " not in mended
        assert right.split()[-1] in mended


def check_cheaper_gas_six_miles_away(task: dict[str, Any]) -> None:
    """Work out the saving and the way."""
    output = _output(task)
    miles, cheap, dear, gallons, mpg = (_numbers(task["instruction"])[n] for n in (0, 2, 3, 4, 5))
    saved, used = gallons * (dear - cheap), 2 * miles / mpg
    cost = used * cheap
    assert f"14 × $0.20 = ${saved:.2f}" in output and f"12 ÷ 28 ≈ {used:.2f} gallons" in output
    assert f"about ${cost:.2f} at $3.40" in output and f"about ${saved - cost:.2f} ahead" in output


def check_sorted_scores_traceback(task: dict[str, Any]) -> None:
    """Run the code as it was, which fails as it says, and as it was mended."""
    text, output = _only(task)
    broken, rest = text.split("\n\nTraceback")
    rows = rest.split("scores.csv:\n")[1]
    (mended,), (printed,) = _fenced(output, "python"), _fenced(output, "text")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("scores.csv").write_text(rows, encoding="utf-8")
        assert _raises(TypeError, _run, broken)
        shown = io.StringIO()
        with contextlib.redirect_stdout(shown):
            _run(mended)
    assert shown.getvalue().strip() == printed and "9" > "87"


def check_react_effect_keeps_fetching(task: dict[str, Any]) -> None:
    """Look for the missing dependencies, and count brackets."""
    text, output = _only(task)
    (code,) = _fenced(output, "jsx")
    assert "  });\n\n  return (" in text and "  }, [team]);" in code and "key={u.id}" in code
    assert all(code.count(opening) == code.count(closing) for opening, closing in ("()", "[]", "{}"))


def check_flask_dockerfile_non_root(task: dict[str, Any]) -> None:
    """Read the Dockerfile's instructions in their order."""
    (file,) = _fenced(_output(task), "dockerfile")
    steps = re.findall(r"^([A-Z]+) ", file, re.M)
    assert steps == "FROM ENV WORKDIR COPY RUN COPY RUN USER EXPOSE CMD".split()
    command = json.loads(file.split("CMD ")[1])
    assert command[0] == "gunicorn" and "0.0.0.0:8000" in command and command[-1] == "app:app"


def check_undo_commit_keep_changes(task: dict[str, Any]) -> None:
    """Undo a commit as it says; the change is staged, or unstaged the other way."""
    (command,) = _fenced(_output(task), "bash")
    author = {f"GIT_{role}_{what}": "a" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], check=True, capture_output=True, text=True, env=os.environ | author | nowhere
        )
        return done.stdout

    assert "`git reset HEAD~1`" in _output(task)
    for undo, state in ((command.split(), "M  a\n"), ("git reset HEAD~1".split(), " M a\n")):
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            git("init", "-q")
            for content in ("1", "2"):
                Path("a").write_text(content, encoding="utf-8")
                git("add", "a")
                git("commit", "-qm", content)
            git(*undo[1:])
            assert git("status", "--porcelain") == state and git("log", "--format=%s") == "1\n"


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    """Say whether a value fits a JSON Schema that uses only the keywords of the task's."""
    kinds = {"string": str, "integer": int, "null": type(None), "array": list, "object": dict}
    kind = schema.get("type", [])
    known = schema.get("properties", {})
    checks = [
        not kind or isinstance(value, tuple(kinds[name] for name in ([kind] if isinstance(kind, str) else kind))),
        "enum" not in schema or value in schema["enum"],
        "const" not in schema or value == schema["const"],
    ]
    if isinstance(value, str):
        checks += [re.search(schema.get("pattern", ""), value) is not None, len(value) >= schema.get("minLength", 0)]
    if isinstance(value, int):
        checks.append(value >= schema.get("minimum", value))
    if isinstance(value, list):
        checks += [len(value) >= schema.get("minItems", 0), *(_fits(each, schema["items"]) for each in value)]
    if isinstance(value, dict):
        checks += [
            set(schema.get("required", [])) <= set(value),
            *(_fits(value[k], known[k]) for k in known if k in value),
        ]
        checks.append(schema.get("additionalProperties", True) or set(value) <= set(known))
    if "if" in schema:
        checks.append(_fits(value, schema["then" if _fits(value, schema["if"]) else "else"]))
    if "not" in schema:
        checks.append(not _fits(value, schema["not"]))
    return all(checks)


def check_order_response_json_schema(task: dict[str, Any]) -> None:
    """Validate the example and changed ones."""
    text, output = _only(task)
    schema, order = json.loads(_code(output)), json.loads(text)
    waiting = {key: value for key, value in order.items() if key != "shipped_at"} | {"status": "pending"}
    for good in (order, waiting, waiting | {"status": "cancelled"}, order | {"coupon": "SPRING"}):
        assert _fits(good, schema), good
    bad_orders: list[dict[str, Any]] = [
        order | {"status": "lost"},
        order | {"items": []},
        order | {"note": "hi"},
        order | {"coupon": 5},
        order | {"status": "pending"},
        order | {"items": [{"sku": "A", "quantity": 0, "unit_price_cents": 1}]},
        {key: value for key, value in order.items() if key != "shipped_at"},
        {key: value for key, value in order.items() if key != "total_cents"},
    ]
    for bad in bad_orders:
        assert not _fits(bad, schema), bad
    assert order["total_cents"] == sum(each["quantity"] * each["unit_price_cents"] for each in order["items"])


def check_calendar_tool_call(task: dict[str, Any]) -> None:
    """Compare the calls with the tools' arguments, and the dates with the calendar."""
    signatures = dict(re.findall(r"(\w+)\(([^)]+)\)", task["instruction"]))
    today = date(2026, 3, 4)
    assert today.strftime("%A, %-d %B %Y") in task["instruction"]
    (_, create), (_, find) = _pairs(task)
    for call in map(json.loads, (create, find)):
        assert list(call) == ["tool", "arguments"]
        assert list(call["arguments"]) == signatures[call["tool"]].split(", ")
    friday = datetime.fromisoformat(json.loads(create)["arguments"]["start"])
    tuesday = datetime.fromisoformat(json.loads(find)["arguments"]["from"])
    assert (friday.weekday(), friday.date() - today, friday.hour) == (4, timedelta(2), 14)
    assert (tuesday.weekday(), tuesday.date() - today, tuesday.hour) == (1, timedelta(6), 9)


def check_sum_west_march_excel(task: dict[str, Any]) -> None:
    """Add up the rows that the formula names."""
    text, output = _only(task)
    rows = re.findall(r"(\d{4}-\d\d-\d\d) +(\w+) +\w+ +(\d+)", text)
    total = sum(int(amount) for day, region, amount in rows if region == "West" and "2025-03-01" <= day < "2025-04-01")
    assert len(rows) == 5 and f"it gives {total:,} (1,200 + 355)" in output
    for formula in _fenced(output, "excel"):
        assert formula.startswith('=SUMIFS(D:D, B:B, "West", A:A, ">="&') and formula.count("(") == formula.count(")")
