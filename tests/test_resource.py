"""Files that come with the program are found in a checkout and in a wheel alike."""

from pathlib import Path

import pytest

from rnnviz import resource as module
from rnnviz.resource import resource


def test_that_the_fonts_are_found_with_their_licences() -> None:
    assert resource("fonts", "Inter-Regular.otf").is_file()
    assert resource("fonts", "Inter-OFL.txt").is_file()


def test_that_a_folder_is_found() -> None:
    assert resource("fonts").is_dir()


def test_that_the_package_itself_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a wheel, a stranger's resources/ may lie next to the package.
    inside, beside = tmp_path / "rnnviz" / "resources", tmp_path / "resources"
    for place in (inside, beside):
        place.mkdir(parents=True)
        place.joinpath("card.md").touch()
    monkeypatch.setattr(module, "PLACES", (inside, beside))
    assert resource("card.md") == inside / "card.md"


def test_that_a_missing_file_is_named_with_the_places_looked_in() -> None:
    with pytest.raises(FileNotFoundError, match=r"fonts/Comic\.ttf") as error:
        resource("fonts", "Comic.ttf")
    assert all(str(place) in str(error.value) for place in module.PLACES)
