"""How many there are of something, in words: the one way in which the program says so."""


class Count(int):
    """A number that agrees with its noun: `f"{Count(1):task}"` is `1 task`, of 1,200 it is `1,200 tasks`.

    Where the plural is no more than an s, the format is the singular; else it is both, as in `f"{n:reply/replies}"`. A
    format that is empty gives the number alone.
    """

    def __format__(self, noun: str) -> str:
        """Return the number with the noun, if there is one."""
        if not noun:
            return f"{int(self):,}"
        one, _, several = noun.partition("/")
        return f"{int(self):,} {one if self == 1 else several or one + 's'}"


def listed(counts: dict[str, int], most: int | None = None) -> str:
    """Return counts in one line, the highest first: `12 near_duplicate, 3 too_short`."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{Count(count)} {name}" for name, count in ordered[:most])


class Rough(Count):
    """An estimate, rounded to two digits; in words and with a noun, millions are told as such: `1.2 million tokens`."""

    def __new__(cls, amount: float) -> "Rough":
        """Return the amount, rounded."""
        return super().__new__(cls, round(_to_digits(amount, 2)))

    def __format__(self, noun: str) -> str:
        """Return the number with the noun, if there is one."""
        told = super().__format__(noun)
        return f"{self.in_words} {told.partition(' ')[2]}" if noun else told

    @property
    def in_words(self) -> str:
        """The number, as people say it."""
        return f"{f'{self / _MILLION:,.1f}'.removesuffix('.0')} million" if self >= _MILLION else f"{int(self):,}"


def rough_money(amount: float) -> str:
    """Return an estimated sum of money to three digits: `0.0282`, `1.44`, `1,440`."""
    rounded = _to_digits(amount, 3)
    return f"{rounded:,.0f}" if rounded >= 100 else f"{rounded:.10f}".rstrip("0").rstrip(".")


_MILLION = 1_000_000


def _to_digits(amount: float, digits: int) -> float:
    return float(f"{amount:.{digits}g}")
