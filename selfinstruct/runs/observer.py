"""How the caller learns what is going on while it waits for a result."""

from collections.abc import Callable, Iterable, Iterator

from selfinstruct.core.values import Task
from selfinstruct.pipeline.loop import Loop
from selfinstruct.pipeline.settling import Settlement


class Observer:
    """Learns of progress; does nothing with it. Override what you need.

    The loop that it gets is not to be changed, but for `loop.interrupt()`, which stops asking and waits for what is in
    flight, and `loop.give_up()`, which gives that up, too. All is called in the thread of the event loop.
    """

    def waiting(self, line: str) -> None:
        """Called every second while a server of the run's own comes up, with a line on what is being waited for."""

    def started(self, loop: Loop) -> None:
        """Called when a run begins to ask; the loop has its numbers as they are at any moment."""

    def importing(self, interrupt: Callable[[], None]) -> None:
        """Called when an import begins to accept and reject; `interrupt` lets it stop after those that it is at."""

    def settled(self, settlement: Settlement) -> None:
        """Called with each completion and what followed from it: new items, accepted tasks, rejections."""

    def ended(self) -> None:
        """Called when a run that has started asks nothing any more, or an import has ended, whatever the reason."""

    def counted(self, count: int, what: str) -> None:
        """Called with how many there have been so far, such as `tasks read` or `completions read`."""

    def doing(self, what: str) -> None:
        """Called when a part of the work begins in which nothing is counted, with what it is: `drawing the charts`."""

    def noted(self, line: str) -> None:
        """Called with a line that the user has to see: which file was changed by hand, and where that is kept."""


def counting(observer: Observer) -> Callable[[Iterable[Task], str], Iterator[Task]]:
    """Return what passes tasks on and tells an observer how many there were, with a word on what becomes of them."""

    def watch(tasks: Iterable[Task], what: str) -> Iterator[Task]:
        for count, task in enumerate(tasks, 1):
            yield task
            observer.counted(count, what)

    return watch
