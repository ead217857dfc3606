"""After kill -9 the same command goes on: nothing paid for is lost, made up or paid for twice, and caps hold."""

from pathlib import Path

from selfinstruct.core.settings import Prices
from selfinstruct.core.values import Usage
from selfinstruct.storage.store import Store
from tests.conftest import unexpected
from tests.crashes.ordeal import Ordeal, but_for_caps, stored_bodies
from tests.support.lane_server import LaneServer
from tests.support.misbehaving_server import MisbehavingServer

KILLS = 10
FAULTS = dict.fromkeys(
    ("rate_limit", "server_error", "reset", "malformed", "half_json", "null_content", "length"), 0.02
)


def test_a_run_killed_again_and_again_loses_and_repeats_nothing(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.01, faults=FAULTS) as server:
        ordeal = Ordeal(server, tmp_path / "run", n=240, seed=5)
        done = ordeal.go_through(KILLS)
    assert done.returncode == 0, done.stderr
    assert len(ordeal.kills) == KILLS
    assert {kill.phase for kill in ordeal.kills} == {"starting", "asking", "delivering", "writing"}
    assert [*ordeal.wrong_in_the_log(), *ordeal.wrong_in_the_tasks()] == []
    assert ordeal.asked_in_vain(tmp_path / "again") == 0


def test_a_cap_on_requests_holds_across_kills(tmp_path: Path) -> None:
    with MisbehavingServer(seconds=0.02) as server:
        ordeal = Ordeal(server, tmp_path / "run", n=5000, seed=7, more=("--max-requests", 60))
        ordeal.kill_while_asking(4, requests=6)
        done = ordeal.resume()
        assert (done.returncode, unexpected(but_for_caps(done.stderr))) == (1, "")
        assert "the cap is reached: --max-requests 60 are sent" in done.stdout
        assert 60 - 4 * ordeal.concurrency <= len(server.asked) <= 60
        again = ordeal.resume()
        assert (again.returncode, unexpected(but_for_caps(again.stderr))) == (1, "")
        assert len(server.asked) <= 60
    assert [*ordeal.wrong_in_the_log()] == []
    lost = 60 - len(stored_bodies(ordeal.folder))
    assert 0 < lost <= 4 * ordeal.concurrency
    assert f"requests lost {lost}: " in again.stdout
    assert _spent(ordeal)[0] == 60


def test_a_cap_on_tokens_holds_across_kills(tmp_path: Path) -> None:
    cap = 150_000
    with MisbehavingServer(seconds=0.02) as server:
        ordeal = Ordeal(server, tmp_path / "run", n=5000, seed=8, more=("--max-tokens", cap))
        ordeal.kill_while_asking(3, requests=6)
        done = ordeal.resume()
    assert (done.returncode, unexpected(but_for_caps(done.stderr))) == (1, "")
    assert f"the cap is reached: --max-tokens {cap:,} leave no room" in done.stdout
    # Whatever was let in is billed, whether the process that asked was still alive or not.
    billed = sum(admitted.tokens for admitted in server.admitted)
    _, spent = _spent(ordeal)
    assert billed <= spent.prompt_tokens + spent.completion_tokens <= cap
    assert [*ordeal.wrong_in_the_log()] == []


def test_a_cap_on_money_holds_across_kills_in_a_lane_with_a_fall_back(tmp_path: Path) -> None:
    lane = ("--lane", "flex", "--lane-price", 0.5, "--lane-fallback", "--price-in", 2, "--price-out", 8)
    with LaneServer(seconds=0.02, turns_away=2) as server:
        ordeal = Ordeal(server, tmp_path / "run", n=5000, seed=9, more=(*lane, "--max-cost", 0.3))
        ordeal.kill_while_asking(3, requests=6)
        done = ordeal.resume()
    assert (done.returncode, but_for_caps(done.stderr)) == (1, "")
    assert "the cap is reached: --max-cost 0.3 leaves no room" in done.stdout
    assert 0.1 < server.cost(Prices(2.0, 8.0, 2.0)) <= 0.3
    assert [*ordeal.wrong_in_the_log()] == []


def _spent(ordeal: Ordeal) -> tuple[int, Usage]:
    """Return how many requests the run has sent, and how many tokens these may have taken, as it tells."""
    store = Store.open_to_read(ordeal.folder)
    try:
        return store.attempts(), store.usage() + store.reserved()
    finally:
        store.close()
