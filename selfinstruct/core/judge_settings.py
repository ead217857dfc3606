"""What the user asks for when the tasks of a run are judged."""

from dataclasses import dataclass, field

from selfinstruct.core.ranges import InRange
from selfinstruct.core.settings import Asking, Caps, Connection, Pace, Prices, Serving


@dataclass(frozen=True)
class JudgeSettings(InRange):
    """What the user asks for when the tasks of a run are judged; the fields are those of `Settings`.

    Each instance gets `judges` verdicts, those it has already included; without it, as many as were asked for before.
    With `again`, the judge is also asked about tasks on which three of its verdicts could not be read.
    """

    connection: Connection = field(default_factory=Connection)
    serving: Serving = field(default_factory=Serving)
    asking: Asking = field(default_factory=Asking)
    pace: Pace = field(default_factory=Pace)
    caps: Caps = field(default_factory=Caps)
    prices: Prices | None = None
    judges: int | None = None
    again: bool = False
