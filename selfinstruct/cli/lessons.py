"""How the terminal shows what the decisions on a run teach."""

from collections.abc import Iterator, Sequence

from selfinstruct import Lesson
from selfinstruct.cli.wrapping import shortened

_WIDTH = 120
_TITLES = {
    False: "rejected by the run, and how many of those that reviewers looked at they restored:",
    True: "accepted by the run, and how many of those that reviewers looked at they rejected:",
}


def lesson_lines(lessons: Sequence[Lesson]) -> Iterator[str]:
    """Yield a line on each kind of record that was decided on, then what other settings would change."""
    if not lessons:
        yield "nothing is kept, restored or rejected on this run yet"
        return
    widest = max(len(_name(each)) for each in lessons)
    for was_accepted, title in _TITLES.items():
        these = [each for each in lessons if each.was_accepted == was_accepted]
        yield from [title] if these else []
        for each in these:
            share = f"{each.share.share:.0%} ({100 * each.share.low:.0f} to {100 * each.share.high:.0f})"
            yield f"  {_name(each):<{widest}}  {each.overturned:>5,} of {each.share.of:<5,} {share}"
    for each in lessons:
        yield from _preview_lines(each)
    if any(each.preview for each in lessons):
        yield "Counted by what is stored. What comes in keeps out what is near to it; the replay tells exactly."
    elif all(each.is_clear for each in lessons):
        yield "These decisions call for no other settings."
    else:
        yield (
            "Too few are decided to tell whether other settings would do better: where an interval reaches from below"
            " 50 to above, it may be most of them or not."
        )


def _name(lesson: Lesson) -> str:
    return lesson.name or "everything"


def _preview_lines(lesson: Lesson) -> Iterator[str]:
    if preview := lesson.preview:
        yield f"{_name(lesson)}: {preview.told_in('en')}"
        yield from (f"  such as: {shortened(each, _WIDTH)}" for each in preview.examples)
        yield f"  {preview.command}"
