"""What a reviewer wrote into a sheet, as decisions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unicodedata import normalize

from selfinstruct.core.counts import Count
from selfinstruct.core.errors import InputError
from selfinstruct.core.values import Record
from selfinstruct.decisions.values import IN_CELLS, OVERALL, QUESTIONS, WHY, Action
from selfinstruct.review.away.cells import cell_of, fits, is_unchanged, loses, plain, text_of
from selfinstruct.review.away.gathering import Gathered, require_reviewer
from selfinstruct.review.away.known import Found, check_of
from selfinstruct.review.away.sheet import ANSWERS, TEXTS, text_cell
from selfinstruct.review.away.sheet_checks import Row, require_whole_rows, texts_in, told_otherwise
from selfinstruct.review.away.sheet_reading import Sheet
from selfinstruct.review.words import LANGUAGES, words_in
from selfinstruct.storage.rows import rejection_number

_VERDICTS: tuple[Action, ...] = ("keep", "reject", "restore")
_WORDS: dict[str, Action] = {
    words_in(language)[action].lower(): action for language in LANGUAGES for action in IN_CELLS
}
_WORDS |= {action: action for action in IN_CELLS}
_WORDS |= {"a": "keep", "x": "reject", "r": "restore", "s": "skip", "d": "doubt", "?": "doubt", "？": "doubt"}
_WORDS |= {"yes": "keep", "true": "keep", "是": "keep", "no": "reject", "false": "reject", "否": "reject"}
_WORDS |= {"不要": "reject", "拒绝": "reject", "留": "keep", "要": "keep", "存疑": "doubt", "不确定": "doubt"}
_WHY = {words_in(language)[why].lower(): why for language in LANGUAGES for why in WHY}
_WHY |= {why: why for why in WHY} | {str(number): why for number, why in enumerate(WHY, 1)}
_ANSWERS = {"yes": True, "y": True, "true": True, "1": True, "是": True, "对": True, "√": True, "✓": True}
_ANSWERS |= {"no": False, "n": False, "false": False, "0": False, "否": False, "不": False, "错": False, "×": False}
_QUESTIONS = dict(zip((column.partition(" ")[0] for column in ANSWERS), QUESTIONS, strict=True))
# What programs put in the place of a formula that makes no sense, or of a number that is too wide.
_DAMAGE = re.compile(r"#\S{1,12}[?!]|#N/A|#+|Err:\d+")
# Of rows that cannot be read, beside the first.
_MOST_NAMED = 20
_READ = "decision, why and comment, and the texts,"
_NUMBER = re.compile(r"0*(\d{1,6})[.,]0*")
_NAME = re.compile(r"#?([\w.]+?)(?:/(\d{1,6}))?")


def read_decisions(path: Path, sheet: Sheet, gathered: Gathered, reviewer: str) -> None:
    """Gather the decisions of a sheet; `InputError` says what the first row of what is none lacks, and names others."""
    rows = _found_rows(sheet, gathered)
    require_whole_rows(rows)
    wrong: list[tuple[str, InputError]] = []
    for row in rows:
        try:
            _read_row(row, sheet.charset, gathered, reviewer)
        except InputError as error:
            wrong.append((row.where.rpartition(", ")[2], error))
    if wrong:
        (_, first), *others = wrong
        named = [row for row, _ in others[:_MOST_NAMED]] + ["…"] * (len(others) > _MOST_NAMED)
        raise InputError(f"{first}; look at {', '.join(named)}, too" if others else str(first))
    for line in (*sheet.notes, *_guesses(rows, sheet)):
        gathered.tell(f"{path}: {line}")


def _found_rows(sheet: Sheet, gathered: Gathered) -> list[Row]:
    """Return the rows whose records the run has, each once; `InputError` if two of one record say different things."""
    rows: dict[tuple[str, int], Row] = {}
    for where, cells in sheet.rows:
        found = _found(where, cells, gathered)
        if not found:
            continue
        earlier = rows.get((found.id, found.instance))
        if not earlier:
            base = next(each for each in gathered.known.versions(found.record) if check_of(each) == texts_in(cells))
            changed = _changed(where, cells, sheet.charset, base, gathered)
            rows[found.id, found.instance] = Row(where, cells, found, base, changed)
        elif earlier.cells != cells:
            at = earlier.where.rpartition(", ")[2]
            raise InputError(f"{where}: the record is there already, in {at}; keep one of them")
    return [*rows.values()]


def _found(where: str, row: Mapping[str, str], gathered: Gathered) -> Found | None:
    name = text_of(row["id"]).strip()
    parts = _NAME.fullmatch(name)
    return gathered.find(where, parts[1] if parts else "", texts_in(row), name or "without an id")


def _read_row(row: Row, charset: str, gathered: Gathered, reviewer: str) -> None:
    where, cells, found = row.where, row.cells, row.found
    verdict, comment = _verdict(where, cells, found, gathered), _said_in("comment", where, cells, gathered)
    answers = _answers(where, cells)
    for name, cell in told_otherwise(cells, charset):
        gathered.tell(f"{where}: {name} holds “{cell}” now, which is not read: only {_READ} say what you decide")
    if not (row.changed or verdict or comment or answers):
        return
    name = require_reviewer(where, reviewer, text_of(cells.get("reviewer", "")))
    if row.changed:
        gathered.edit(where, found, name, row.changed)
    if answers:
        gathered.decide(where, found, "answer", name, answers=answers)
    if verdict:
        action, why, note = verdict
        # Whoever has that column filled in knows what the others said.
        settles = action in _VERDICTS and bool(cells.get("verdicts", "").strip())
        # In a sheet of the sample a verdict tells of all records, as on its page.
        counts = not answers and action in _VERDICTS and any(each in cells for each in _QUESTIONS)
        overall = {OVERALL: action != "reject"} if counts else {}
        gathered.decide(where, found, action, name, why=why, note=note, settles=settles, answers=overall)
    if comment:
        gathered.decide(where, found, "comment", name, note=comment)


def _answers(where: str, row: Mapping[str, str]) -> dict[str, bool]:
    """Return what a row answers to the questions of the sample; those that are left empty nobody has answered."""
    answers = {}
    for column, question in _QUESTIONS.items():
        if word := text_of(row.get(column, "")).strip():
            if _word(word) not in _ANSWERS:
                raise InputError(f"{where}: {column} “{word}”: write yes or no (是 or 否), or leave it empty")
            answers[question] = _ANSWERS[_word(word)]
    return answers


def _verdict(where: str, row: Mapping[str, str], found: Found, gathered: Gathered) -> tuple[Action, str, str] | None:
    """Return what a row decides, and why, as one of the words for it or in others; None if it decides nothing."""
    word, why = text_of(row.get("decision", "")).strip(), _said_in("why", where, row, gathered)
    if not word and not why:
        return None
    action = _WORDS.get(_word(word))
    if not action:
        raise InputError(f"{where}: decision “{word}”: write {_choice(row)}, or leave it and the why empty")
    if action == "keep" and rejection_number(found.id):
        action = "restore"
    known = _WHY.get(_word(why), "") if action == "reject" else ""
    if action == "reject" and _word(why).isdecimal() and not known:
        gathered.tell(f"{where}: why “{why}” is no number from 1 to {len(WHY)}; it is kept as a text")
    return action, known, "" if known else why


def _said_in(column: str, where: str, row: Mapping[str, str], gathered: Gathered) -> str:
    """Return what somebody wrote into a column; what a program has put there instead is told and left alone."""
    text = text_of(row.get(column, "")).strip()
    if _DAMAGE.fullmatch(text):
        gathered.tell(f"{where}: the {column} {_damaged(text)}; it is left alone")
        return ""
    return text


def _choice(row: Mapping[str, str]) -> str:
    """Return the words for decisions, in the language in which the sheet was written: that of its states."""
    state = re.split("[,，]", row.get("state", ""), maxsplit=1)[0].strip()
    written = [each for each in LANGUAGES if state in _states(each)]
    words = words_in(written[0] if written else "en")
    *some, last = [words[action].lower() for action in IN_CELLS]
    return f"{', '.join(some)} or {last}"


def _states(language: str) -> tuple[str, str]:
    words = words_in(language)
    return words["was_accepted"], words["was_rejected"]


def _word(typed: str) -> str:
    """Return a word as it is looked up: in small letters of usual width, and 3.0, as some programs write it, as 3."""
    word = normalize("NFKC", typed).strip().lower()
    number = _NUMBER.fullmatch(word)
    return number[1] if number else word


def _guesses(rows: Iterable[Row], sheet: Sheet) -> Iterator[str]:
    """Yield a line if what was written into a sheet may read otherwise in the charset in which it was saved."""
    said = [(row, text_of(row.cells.get(name, ""))) for row in rows for name in ("why", "comment", "reviewer")]
    said += [(row, text) for row in rows for text in row.changed.values()]
    foreign = [(row, text.strip()) for row, text in said if any(char.isalpha() for char in text if not char.isascii())]
    if sheet.is_guessed and foreign:
        row, text = foreign[0]
        yield (
            f"{Count(len(foreign)):cell} with letters of no known charset, read as Windows-1252, the first in"
            f" {row.where.rpartition(', ')[2]}: “{text[:40]}”; if that is not what was written, save the sheet as"
            " “CSV UTF-8”, and read it in again"
        )


def _changed(where: str, row: Mapping[str, str], charset: str, base: Record, gathered: Gathered) -> dict[str, str]:
    """Return the texts that were changed in the sheet, by the names of their fields."""
    changed: dict[str, str] = {}
    for name in TEXTS:
        cell, text = row.get(name), getattr(base, name)
        if cell is None or _is_as_written(cell, text, charset):
            continue
        if why := _why_unreadable(name, cell, text, charset):
            gathered.tell(f"{where}: the {name} {why}; it is left alone")
        else:
            changed[name] = text_of(cell)
    return changed


def _is_as_written(cell: str, text: str, charset: str) -> bool:
    if fits(cell_of(text)):
        return is_unchanged(cell, text, charset)
    return plain(cell) == text_cell(text) or is_unchanged(cell, text_of(text_cell(text)), charset)


def _why_unreadable(name: str, cell: str, text: str, charset: str) -> str:
    """Return why the change of a cell cannot be told from damage, "" if it can."""
    if not fits(cell_of(text)):
        return "is longer than a cell can hold, and was cut in the sheet: edit it on the page"
    if not cell.strip() and text.strip() and name != "input":
        return "is empty; write reject if the record is to go"
    if _DAMAGE.fullmatch(cell.strip()):
        return _damaged(cell.strip())
    # What was typed in may be lost as well.
    if loses(text, charset) or (charset and "??" in cell and "??" not in text):
        return "has characters that were lost when the sheet was saved: save it as “CSV UTF-8”"
    return ""


def _damaged(cell: str) -> str:
    return f"holds {cell}, which a program has put there"
