"""What is to be told of files that were read: what was left out and why, what was not kept, what was changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selfinstruct.core.counts import Count

# Of each kind; a file of rubbish has as many kinds as lines.
_MOST = 20
_SHOWN_FIELDS = 12


@dataclass
class _Kinds:
    """How often there was each kind of something, and where first."""

    kinds: dict[str, tuple[int, str]] = field(default_factory=dict)
    others: int = 0

    def add(self, what: str, where: str) -> None:
        count, first = self.kinds.get(what, (0, where))
        if count or len(self.kinds) < _MOST:
            self.kinds[what] = count + 1, first
        else:
            self.others += 1

    def __iter__(self) -> Iterator[tuple[str, int, str]]:
        return ((what, count, first) for what, (count, first) in self.kinds.items())

    def __len__(self) -> int:
        return sum(count for _, count, _ in self) + self.others


@dataclass
class Tally:
    """Counts by kind, each with the first place.

    Bad values, those left out, and of the others what is not kept, what was changed, and what was kept though it may
    have to be changed; and the files that hold nothing at all.
    """

    bad: _Kinds = field(default_factory=_Kinds)
    left_out: _Kinds = field(default_factory=_Kinds)
    not_kept: _Kinds = field(default_factory=_Kinds)
    changed: _Kinds = field(default_factory=_Kinds)
    kept: _Kinds = field(default_factory=_Kinds)
    empty: list[str] = field(default_factory=list)
    _fields: dict[str, str] = field(default_factory=dict)

    def ignore(self, fields: Iterable[str], where: str) -> None:
        """Note fields of a value that were not looked at."""
        for name in fields:
            if len(self._fields) < _SHOWN_FIELDS or name in self._fields:
                self._fields.setdefault(name, where)

    def first_bad(self) -> str:
        """Return the line on what is bad: the first value, and how many there are; "" if none is."""
        if not self.bad:
            return ""
        what, _, where = next(iter(self.bad))
        others = len(self.bad) - 1
        return f"{where}: {what}" + (f"; {Count(others):other value is/other values are} bad, too" if others else "")

    def lines(self) -> list[str]:
        """Return a line for each kind."""
        lines = self.left_out_lines()
        for head, kinds in (("not kept", self.not_kept), ("changed", self.changed), ("kept as they are", self.kept)):
            lines += [f"{head}: {what}, {_times(count)} (first: {where})" for what, count, where in kinds]
        if self._fields:
            noun = "fields" if len(self._fields) > 1 else "field"
            names = (name or "without a name" for name in self._fields)
            lines.append(f"not kept: the {noun} {', '.join(names)} (first: {next(iter(self._fields.values()))})")
        return lines

    def left_out_lines(self) -> list[str]:
        """Return a line for each kind of what is left out."""
        lines = [f"empty: {file}" for file in self.empty[:_MOST]]
        if more := self.empty[_MOST:]:
            lines.append(f"empty: {len(more):,} more files")
        for what, count, where in self.bad:
            lines.append(f"left out: {where}: {what}" + (f" (and {count - 1:,} more like it)" if count > 1 else ""))
        lines += [f"left out: {_counted(count, what)} (first: {where})" for what, count, where in self.left_out]
        if others := self.bad.others + self.left_out.others:
            lines.append(f"left out: {others:,} more for other reasons")
        return lines


def _counted(count: int, what: str) -> str:
    """Return a number with the plural that it counts, or its singular."""
    noun, _, more = what.partition(" ")
    return f"{count:,} {noun if count > 1 else noun.removesuffix('s')} {more}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{Count(count):time}"
