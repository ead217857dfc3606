"""Who judges, as the user wants it."""

from dataclasses import dataclass

from selfinstruct.core.addresses import require_addresses
from selfinstruct.core.errors import InputError


@dataclass(frozen=True)
class Judging:
    """Who judges, where it is not the connection: another `model`, at `urls` whose key stands in JUDGE_API_KEY.

    At `reward_urls` a reward model judges, the `reward_model` if they serve several; its key stands in the same place.
    """

    model: str | None = None
    urls: tuple[str, ...] = ()
    reward_model: str | None = None
    reward_urls: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_addresses("judging.urls", self.urls)
        require_addresses("judging.reward_urls", self.reward_urls)
        if self.reward_model and not self.reward_urls:
            raise InputError("‹judging.reward_model›: is asked at an address of its own; add ‹judging.reward_urls›")
        for name, value in (("model", self.model), ("urls", self.urls)) if self.reward_urls else ():
            if value:
                raise InputError(f"‹judging.{name}›: a reward model judges in its place; leave one of them out")

    @property
    def is_elsewhere(self) -> bool:
        """Whether the judge has addresses of its own."""
        return bool(self.urls or self.reward_urls)
