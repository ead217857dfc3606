"""One table translates fields into options: all that messages name is in it, and all that is in it exists."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import typer

import selfinstruct
from selfinstruct import Asking, Caps, Connection, InputError, Pace, Prices, Settings, generate
from selfinstruct.backends import read_options
from selfinstruct.cli.commands import app
from selfinstruct.cli.messages import OPTIONS, with_options
from selfinstruct.core.plugins import Plugins
from selfinstruct.runs.kept import kept_settings
from tests.conftest import Command
from tests.support.packages import install

T = TypeVar("T")
SOURCES = Path(selfinstruct.__file__).parent
_NAMED = re.compile(r"‹([\w.]+)›")


def _options(command: object) -> Iterator[str]:
    """Yield the options of a command and of all below it, arguments as the help page calls them, and their names."""
    for parameter in getattr(command, "params", []):
        yield from (name for name in parameter.opts if name.startswith("--"))
        if parameter.param_type_name == "argument":
            yield (parameter.metavar or "").strip("[].")
    for name, each in getattr(command, "commands", {}).items():
        yield f"selfinstruct {name}"
        yield from _options(each)


KNOWN = set(_options(typer.main.get_command(app)))


@pytest.mark.parametrize("field", OPTIONS)
def test_each_field_has_an_option_that_some_command_takes_or_a_command(field: str) -> None:
    assert OPTIONS[field] in KNOWN


def test_no_two_fields_share_an_option() -> None:
    assert len(set(OPTIONS.values())) == len(OPTIONS)


def test_each_field_that_a_message_names_is_in_the_table() -> None:
    named = {
        (field, path.relative_to(SOURCES).as_posix())
        for path in SOURCES.rglob("*.py")
        for field in _NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert len({field for field, _ in named}) > 20
    assert sorted((field, path) for field, path in named if field not in OPTIONS) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Settings(0),
        lambda: Settings(1, similarity_threshold=0),
        lambda: Settings(1, instances_per_task=9),
        lambda: Settings(1, caps=Caps(cost=1)),
        lambda: Pace(concurrency=0),
        lambda: Pace(requests_a_minute=0),
        lambda: Pace(tokens_a_minute=0),
        lambda: Pace(give_up_after=0),
        lambda: Caps(requests=0),
        lambda: Caps(tokens=0),
        lambda: Caps(cost=0),
        lambda: Prices(-1, 1, 0),
        lambda: Prices(1, -1, 0),
        lambda: Prices(1, 1, -1),
        lambda: Prices(1, 1, 2),
        lambda: Connection(timeout=0),
        lambda: Connection(base_urls=("nowhere",)),
        lambda: Connection(base_urls=("http://me@there",)),
        lambda: Connection(base_urls=("http://there?key=1",)),
        lambda: read_options(Connection(backend="demo", options={"heat": "1"})),
        lambda: generate(Settings(1, asking=Asking(models={"cook": "m"})), Path("nowhere")),
        lambda: generate(Settings(1, asking=Asking(sampling={"cook": {"top_p": 1.0}})), Path("nowhere")),
    ],
)
def test_what_is_out_of_range_is_told_in_options(make: Callable[[], object]) -> None:
    with pytest.raises(InputError) as caught:
        make()
    assert _NAMED.search(str(caught.value))
    assert "‹" not in with_options(str(caught.value))


def test_what_a_run_keeps_for_good_has_options() -> None:
    # Whether a reward model judges follows from its address; a message says it in words.
    assert kept_settings(Settings(1)).keys() - {"reward"} | {"random_seed"} <= OPTIONS.keys()


def test_each_kind_of_plugin_is_named_by_a_field_of_the_table() -> None:
    kinds = (
        selfinstruct.BACKENDS,
        selfinstruct.FILTERS,
        selfinstruct.FORMATS,
        selfinstruct.LANGUAGES,
        selfinstruct.RECIPES,
    )
    assert {kind.field for kind in kinds} == {"backend", "filters", "format", "language", "recipe"} <= OPTIONS.keys()


def test_fields_become_options_and_nothing_else_changes() -> None:
    assert with_options("‹target› 0: must be at least 1") == "--n 0: must be at least 1"
    assert with_options("‹caps.cost›: needs ‹prices.prompt›") == "--max-cost: needs --price-in"
    assert with_options("a ‹model› b ‹no field› c ‹unheard_of› d") == "a --model b ‹no field› c ‹unheard_of› d"


# --- what the help pages list


def _page(command: Command, *words: str, **variables: str) -> str:
    """Return a help page in one line."""
    done = command(*words, "--help", **variables)
    assert (done.returncode, done.stderr) == (0, "")
    # Lines may be broken behind a hyphen.
    return re.sub(r"(?<=\w-) ", "", " ".join(done.stdout.split()))


def _ours(plugins: Plugins[T]) -> list[tuple[str, T]]:
    """Return our own plugins of a kind; other tests may have added some in this process."""
    return [(name, plugins.find(name)) for name in plugins.names() if name in plugins.ours]


def test_the_pages_list_what_there_is(command: Command) -> None:
    generate_page = _page(command, "generate")
    for name, backend in _ours(selfinstruct.BACKENDS):
        assert f"{name} ({backend.about})" in generate_page
        for option, told in backend.options.items():
            assert f"{option} ({told.about})" in generate_page
    for name, recipe in _ours(selfinstruct.RECIPES):
        assert f"{name} ({recipe.about}" in generate_page
    for name, _ in _ours(selfinstruct.FILTERS):
        assert name in generate_page
    for code, language in _ours(selfinstruct.LANGUAGES):
        assert f"{code} ({language.name})" in generate_page
    for step in ("instructions", "classification", "instances", "tasks"):
        assert step in generate_page.partition("STEP: ")[2].partition(".")[0]
    export_page = _page(command, "export")
    assert all(name in export_page for name, _ in _ours(selfinstruct.FORMATS))
    pages = [generate_page, export_page]
    pages += [_page(command, *words) for words in (("import",), ("check",), ("replay",), ("seeds", "check"), ())]
    places = "recipes|languages|formats|filters|backends|backend_options|steps"
    assert re.findall(rf"\{{(?:{places})\}}", "".join(pages)) == []


def test_the_pages_list_what_other_packages_bring_along(command: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for kind, module in (
        ("backends", "backends.demo"),
        ("filters", "filters.too_long"),
        ("formats", "formats.alpaca"),
        ("languages", "languages.en"),
        ("recipes", "recipes.alpaca"),
    ):
        constant = kind.removesuffix("s").upper()
        install(site, f"Strange{kind}", kind, {f"strange{kind}": f"strange_package:{constant}"})
        with (site / "strange_package.py").open("a", encoding="utf-8") as file:
            file.write(f"from selfinstruct.{module} import {constant}\n")
    pages = _page(command, "generate", PYTHONPATH=str(site)) + _page(command, "export", PYTHONPATH=str(site))
    for kind in ("backends", "filters", "formats", "recipes"):
        assert f"strange{kind}" in pages
