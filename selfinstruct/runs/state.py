"""An open run folder with what it holds, each part built once, when it is first needed."""

from functools import cached_property

from selfinstruct.core.settings import Sharding
from selfinstruct.languages import find_language
from selfinstruct.pipeline.settling import Settler
from selfinstruct.pool.pool import Pool
from selfinstruct.report.course import Course, course
from selfinstruct.report.numbers import Report
from selfinstruct.storage.damage import damage_named
from selfinstruct.storage.store import Store

# So many tasks tell how many of all have some property that takes long to find out.
_LATEST = 10_000


class RunState:
    """A run as it stands, to be closed; the store is not closed with it.

    `import_filters` names other filters for imported tasks than those of their import; `sharding` says where
    near-duplicates are looked for.
    """

    def __init__(
        self,
        store: Store,
        import_filters: str | None = None,
        sharding: Sharding = Sharding(),  # noqa: B008
    ) -> None:
        self.store = store
        self.settings = store.settings()
        self.language = find_language(self.settings.language)
        self.report = Report.load(store)
        self.report.earlier_faults = self.report.faults
        self._import_filters = import_filters
        self._sharding = sharding

    @cached_property
    def pool(self) -> Pool:
        """The pool, with all that the run holds."""
        settings = self.settings
        threshold, avoid = settings.similarity_threshold, settings.avoid
        pool = Pool(settings.seed_tasks, self.language, threshold, avoid, self._sharding)
        with damage_named(self.store.folder, "the tokens of instructions"):
            pool.take_over(self.store)
        accepted = 0
        for is_classification, count in self.store.accepted_by_kind():
            accepted += count
            pool.count_accepted(is_classification=is_classification, count=count)
        for hint, count in self.store.claimed_by_hint():
            pool.count_hint(hint, count)
        pool.go_on_from(self.store, accepted, self.store.labels(), self.store.latest_instructions(_LATEST))
        pool.review(self.report.standings)
        return pool

    @cached_property
    def settler(self) -> Settler:
        """What settles the lines of the log."""
        return Settler(self.store, self.settings, self.pool, self.report, self._import_filters)

    @cached_property
    def course(self) -> Course:
        """How the run has gone up to the moment when that is first asked."""
        return course(self.store, self.report)

    def settle_the_rest(self) -> None:
        """Settle what an earlier process recorded but did not get to settle."""
        for line in self.store.unsettled():
            self.settler.settle(line)
        self.report.unsettled.clear()

    def close(self) -> None:
        """End what was started to look for near-duplicates."""
        if "pool" in self.__dict__:
            self.pool.close()

    def keep(self) -> None:
        """Record how long this process has taken to find near-duplicates, and what the next one need not find out."""
        if "pool" in self.__dict__:
            self.store.add_dedup_seconds(self.pool.dedup_seconds)
        self.store.keep_numbered()
