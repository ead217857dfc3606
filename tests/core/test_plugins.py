"""Plugins are found in our folder and in other packages, and what is wrong with one is told in a line."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from selfinstruct.core.errors import InputError
from selfinstruct.core.plugins import Plugins
from tests.support.packages import install, on_path, write


class Animal:
    def __init__(self, sound: str) -> None:
        self.sound = sound


def animal(sound: str, name: str = "ANIMAL") -> str:
    return f"from {Animal.__module__} import Animal\n{name} = Animal({sound!r})\n"


def animals(*, hyphen: str = "-") -> Plugins[Animal]:
    return Plugins("animal", "pet", "zoo.animals", "ANIMAL", Animal, skip=("helper",), hyphen=hyphen)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder on the path, with a package of ours that holds two animals, and what is none."""
    write(tmp_path / "zoo" / "__init__.py", "")
    ours = tmp_path / "zoo" / "animals"
    write(ours / "__init__.py", "")
    write(ours / "house_cat.py", animal("meow"))
    write(ours / "dog" / "__init__.py", animal("woof"))
    write(ours / "helper.py", "raise ImportError('never to be imported')\n")
    write(ours / "_hidden.py", "raise ImportError('never to be imported')\n")
    with on_path(tmp_path):
        yield tmp_path


def test_modules_and_sub_packages_of_our_folder_are_plugins(folder: Path) -> None:
    assert animals().names() == ["dog", "house-cat"]
    assert animals(hyphen="_").names() == ["dog", "house_cat"]
    assert animals().find("house-cat").sound == "meow"
    assert animals(hyphen="_").find("house_cat").sound == "meow"
    assert animals().find("dog") is animals().find("dog")


def test_entry_points_of_other_packages_are_plugins(folder: Path) -> None:
    write(folder / "farm.py", animal("moo", "COW"))
    install(folder, "old-farm", "animals", {"farm.cow": "farm:COW"})
    assert animals().names() == ["dog", "farm.cow", "house-cat"]
    assert animals().find("farm.cow").sound == "moo"
    assert "farm.cow" not in animals().ours
    assert "dog" in animals().ours
    assert "unicorn" not in animals().ours


def test_a_package_that_comes_along_later_is_seen(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    plugins = animals()
    assert plugins.names() == ["dog", "house-cat"]
    later = tmp_path_factory.mktemp("later")
    install(later, "farm", "animals", {"cow": "farm:COW"})
    with on_path(later):
        assert plugins.names() == ["cow", "dog", "house-cat"]
    assert plugins.names() == ["dog", "house-cat"]


def test_names_import_nothing_and_find_imports_just_one(folder: Path) -> None:
    install(folder, "farm", "animals", {"cow": "farm_that_is_not_there:COW"})
    plugins = animals()
    plugins.names()
    assert "zoo.animals.dog" not in sys.modules
    plugins.find("dog")
    assert "zoo.animals.dog" in sys.modules
    assert "zoo.animals.house_cat" not in sys.modules


def test_ours_win(folder: Path) -> None:
    write(folder / "farm.py", animal("growl", "DOG"))
    install(folder, "farm", "animals", {"dog": "farm:DOG"})
    assert animals().find("dog").sound == "woof"
    assert animals().names() == ["dog", "house-cat"]


def test_all_of_them(folder: Path) -> None:
    write(folder / "farm.py", animal("moo", "COW"))
    install(folder, "farm", "animals", {"cow": "farm:COW"})
    assert [(name, each.sound) for name, each in animals()] == [("cow", "moo"), ("dog", "woof"), ("house-cat", "meow")]


def test_an_unknown_name_is_told_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        animals().find("unicorn")
    assert str(caught.value) == "‹pet› unicorn: unknown animal; choose one of: dog, house-cat"


def test_a_helper_is_no_plugin(folder: Path) -> None:
    for name in ("helper", "_hidden", "-hidden", "house_cat", "", "__init__"):
        with pytest.raises(InputError, match="unknown animal"):
            animals().find(name)


@pytest.mark.parametrize(
    ("module", "value", "wrong"),
    [
        (None, "farm:COW", "cannot be imported: ModuleNotFoundError: No module named 'farm'"),
        ("import not_there\n", "farm:COW", "cannot be imported: ModuleNotFoundError: No module named 'not_there'"),
        ("def (\n", "farm:COW", "cannot be imported: SyntaxError: invalid syntax (farm.py, line 1)"),
        ("raise ValueError('two\\nlines')\n", "farm:COW", "cannot be imported: ValueError: two lines"),
        ("", "farm:COW", "cannot be imported: AttributeError: module 'farm' has no attribute 'COW'"),
        ("COW = 'moo'\n", "farm:COW", "is of another type: str, not Animal"),
        ("", "farm", "is of another type: module, not Animal"),
    ],
)
def test_what_is_wrong_with_a_plugin_is_told_with_its_package(
    folder: Path, module: str | None, value: str, wrong: str
) -> None:
    if module is not None:
        write(folder / "farm.py", module)
    install(folder, "old-farm", "animals", {"cow": value})
    with pytest.raises(InputError) as caught:
        animals().find("cow")
    assert str(caught.value).startswith("‹pet› cow: this animal, from the package old-farm, ")
    assert str(caught.value).endswith(wrong)
    with pytest.raises(InputError):
        list(animals())
    assert animals().find("dog").sound == "woof"


def test_one_of_ours_that_needs_a_package_which_is_not_there(folder: Path) -> None:
    write(folder / "zoo" / "animals" / "parrot.py", "import not_there\n")
    with pytest.raises(InputError) as caught:
        animals().find("parrot")
    assert str(caught.value) == (
        "‹pet› parrot: this animal, from the package selfinstruct, cannot be imported: "
        "ModuleNotFoundError: No module named 'not_there'"
    )


def test_two_packages_with_one_name(folder: Path) -> None:
    write(folder / "farm.py", animal("moo", "COW"))
    for package in ("old-farm", "new-farm"):
        install(folder, package, "animals", {"cow": "farm:COW"})
    with pytest.raises(InputError, match="keep only one of them installed: new-farm, old-farm"):
        animals().find("cow")
