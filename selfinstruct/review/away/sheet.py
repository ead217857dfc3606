"""A sheet to review in a spreadsheet: CSV with a row for each record, and columns to write decisions into."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from selfinstruct.decisions.standing import NOTHING, Standing, Standings
from selfinstruct.pool.reasons import sentence
from selfinstruct.review.away.cells import LONGEST, cell_of, fits
from selfinstruct.review.away.picking import Picked
from selfinstruct.review.away.sheet_checks import check_for
from selfinstruct.review.queues import BY_DECISIONS, Queues, texts_of
from selfinstruct.review.words import words_in
from selfinstruct.storage.rows import rejection_number

# A column is found by either word. The Chinese shows in which charset a program has saved the file.
COLUMNS = (
    "id 编号",
    "state 状态",
    "reason 原因",
    "nearest 相近的指令",
    "decision 决定",
    "why 理由",
    "comment 备注",
    "verdicts 各人决定",
    "instruction 指令",
    "input 输入",
    "output 输出",
    "reviewer 审阅者",
    "check 校验",
)
# A sheet that holds nothing but the sample has these, too: its questions, in their order.
ANSWERS = ("valid 指令成立", "fits 输入合适", "right 输出可用")
TEXTS = ("instruction", "input", "output")


def write_sheet(
    path: Path, queues: Queues, standings: Standings, records: Sequence[Picked], reviewer: str, language: str
) -> int:
    """Write a sheet; return how many texts are cut in it, since no cell can hold them."""
    cut, answers = 0, ANSWERS if is_of_sample(records) else ()
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        at = COLUMNS.index("comment 备注")
        writer.writerow([*COLUMNS[:at], *answers, *COLUMNS[at:]])
        for each in records:
            standing = standings.of(each.row.record)
            record = standing.text(each.row.record)
            cells = list(map(text_cell, texts_of(record)))
            cut += sum(not fits(cell_of(text)) for text in texts_of(record))
            about = [*map(cell_of, _about(queues, standings, each, language))]
            # Elsewhere it would sway who judges.
            verdicts = cell_of(_verdicts(standing, words_in(language)) if _tells(each) else "")
            check = check_for(record, about[0], [*about[1:], verdicts])
            empty = ["" for _ in ("decision", "why", *answers, "comment")]
            writer.writerow([*about, *empty, verdicts, *cells, cell_of(reviewer), check])
    return cut


def is_of_sample(records: Sequence[Picked]) -> bool:
    """Return whether all records were drawn for the sample, so that what is said of them tells of all others."""
    return all(each.queues == ["sample"] for each in records)


def text_cell(text: str) -> str:
    """Return a text as the sheet shows it: as much of it as a cell can hold."""
    cell = cell_of(text)
    if fits(cell):
        return cell
    # Half of them would fit even if each took two units.
    return f"{cell[: LONGEST // 2]}\n[… {len(text):,}]"


def name_of(id_: str, instance: int) -> str:
    """Return the id of a record as people see it: `12.3`, `12.3/2` for the second instance."""
    return f"{id_}/{instance + 1}" if instance else id_


def _tells(each: Picked) -> bool:
    """Return whether a record waits for somebody who knows what others said."""
    return bool(BY_DECISIONS.keys() & {*each.queues})


def _verdicts(standing: Standing, words: Mapping[str, str]) -> str:
    """Return what each reviewer says of a record, and why."""
    told = []
    for name, each in (*standing.verdicts.items(), *standing.doubts.items()):
        why = ", ".join(filter(None, (words.get(each.why, ""), each.note)))
        told.append(f"{name}: {words[each.action]}" + (f" ({why})" if why else ""))
    if standing.settled:
        told.append(words["settled_by"].format(standing.settled.reviewer))
    return "\n".join(told)


def _about(queues: Queues, standings: Standings, each: Picked, language: str) -> tuple[str, str, str, str]:
    """Return the name of a record, whether it is in the dataset, why it is worth a look, what it is too similar to.

    Whoever is to judge alone is told what the run made of it, not what others did.
    """
    row, words = each.row, words_in(language)
    number = rejection_number(row.id)
    standing = standings.of(row.record) if _tells(each) else NOTHING
    is_in = standing.is_in(was_accepted=not number)
    state = words["was_accepted" if is_in else "was_rejected"] + (f", {words['doubtful']}" if standing.doubts else "")
    if not number:
        risks = queues.risks.of(row)
        return name_of(row.id, row.instance), state, ", ".join(words[risk] for risk in risks), ""
    found = queues.store.rejection(number)
    near = found[1].nearest if found else None
    why = f"{row.reason}: {sentence(row.reason, language)}"
    return name_of(row.id, row.instance), state, why, near.instruction if near else ""
