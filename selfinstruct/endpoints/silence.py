"""For how long nothing has been answered, and when that is too long."""

from selfinstruct.endpoints.awake import AwakeClock


class Silence:
    """How long ago the last answer came; after `limit` seconds without any, the endpoints count as gone.

    `has_answered` says whether one ever came with a text, `has_failed` whether something has failed since the last one.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.clock = AwakeClock()
        self.answered_at = self.clock.now()
        self.has_answered = self.has_failed = False

    @property
    def seconds(self) -> float:
        """For how long nothing was answered."""
        return self.clock.now() - self.answered_at

    @property
    def seconds_left(self) -> float:
        """How much longer that may last."""
        return max(0.0, self.limit - self.seconds)

    @property
    def is_too_long(self) -> bool:
        """Whether nothing was answered for longer than that."""
        return self.seconds > self.limit

    def begin(self) -> None:
        """Take note that there was nothing to answer until now, or that someone is there who says something."""
        self.answered_at = self.clock.now()

    def end(self) -> None:
        """Take note of an answer."""
        self.begin()
        self.has_failed, self.has_answered = False, True
