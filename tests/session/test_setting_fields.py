"""Every setting at its bounds, beyond them, and with what is no value at all."""

import math
from reprlib import repr as shortened

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios import SCENARIOS, scenario
from rnnviz.session.applying import NEEDS, applies, hindrance
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import FIELDS, SettingField, changed, field
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.together import source_of

BY_NAME = {each.name: each for each in FIELDS}
WHOLE = [each for each in FIELDS if each.kind == "whole"]
NUMBERS = [each for each in FIELDS if each.kind == "number"]
CHOICES = [each for each in FIELDS if each.kind == "choice"]


def of(fields: list[SettingField]) -> pytest.MarkDecorator:
    """The test once for each of these fields, called `one`."""
    return pytest.mark.parametrize("one", fields, ids=[each.name for each in fields])


def refusal(one: SettingField, value: object) -> str:
    """The message with which a value is refused; the settings stay as they are."""
    settings = Settings()
    with pytest.raises(SettingError) as refused:
        changed(settings, {one.name: value})
    assert settings == Settings()
    message = str(refused.value)
    # A value that it might have in another scenario: then something of this one is wanted.
    of_others = value in one.choices or (one.kind == "source" and isinstance(value, str))
    wanted = "" if of_others else one.wanted
    assert message.startswith(f"{one.title} is {shortened(value)}; wanted {wanted}")
    return message


def test_that_every_setting_is_described_once_and_in_order() -> None:
    assert [each.name for each in FIELDS] == list(msgspec.structs.asdict(Settings()))
    assert len({each.title for each in FIELDS}) == len(FIELDS)
    assert all(each.explanation and each.group for each in FIELDS)


@of(list(FIELDS))
def test_that_the_default_is_allowed(one: SettingField) -> None:
    assert one.default == getattr(Settings(), one.name)
    assert one.converted(one.default) == one.default


def test_that_what_a_setting_depends_on_is_there() -> None:
    sources = tuple(source for each in SCENARIOS for source in each.sources)
    for each in FIELDS:
        if each.only:
            name, value = each.only
            choices = sources if BY_NAME[name].kind == "source" else BY_NAME[name].choices
            assert value in choices


def test_that_what_a_scenario_must_have_is_said_in_words() -> None:
    assert {each.needs for each in FIELDS} - {""} == NEEDS.keys()
    assert all(hasattr(SCENARIOS[0], name) for name in NEEDS)


@pytest.mark.parametrize("key", [each.key for each in SCENARIOS])
def test_that_the_defaults_of_every_scenario_are_allowed(key: str) -> None:
    assert settings_for(key, {}).scenario == key


# --- numbers ---------------------------------------------------------------------------


@of(WHOLE)
def test_that_whole_numbers_go_from_least_to_most(one: SettingField) -> None:
    least, most = int(one.least), int(one.most)
    for value in (least, most, str(least), str(most), float(most)):
        got = one.converted(value)
        assert (got, type(got)) == (int(float(value)), int)
    for value in (least - 1, most + 1, str(least - 1), str(most + 1)):
        assert f"from {least} to {most}" in refusal(one, value)


@of(NUMBERS)
def test_that_numbers_go_from_least_to_most(one: SettingField) -> None:
    above = math.nextafter(one.least, math.inf)
    for value in (above, one.most, str(one.most), int(one.most)):
        got = one.converted(value)
        assert (got, type(got)) == (float(value), float)
    for value in (math.nextafter(one.least, -math.inf), math.nextafter(one.most, math.inf)):
        refusal(one, value)
    if one.above_least:
        assert "above" in refusal(one, one.least)
    else:
        assert one.converted(one.least) == one.least


@of([*WHOLE, *NUMBERS])
def test_that_what_is_no_number_is_refused(one: SettingField) -> None:
    worse = (math.nan, math.inf, -math.inf, "nan", "inf", "-inf", "1e400", 10**30)
    no_numbers: tuple[object, ...] = (None, True, [], {}, b"1", "", "many", "1,5", "0x10", "1_0")
    for value in (*worse, *no_numbers):
        refusal(one, value)


@of(WHOLE)
def test_that_a_broken_number_is_not_whole(one: SettingField) -> None:
    refusal(one, 1.5)
    refusal(one, "1.5")


@pytest.mark.parametrize(("text", "value"), [("1e-3", 0.001), ("0.5", 0.5), ("2", 2.0)])
def test_that_numbers_may_come_as_text(text: str, value: float) -> None:
    assert changed(Settings(), {"rate": text}).rate == value


# --- choices, switches and texts -------------------------------------------------------


@of(CHOICES)
def test_that_a_choice_is_one_of_its_list_and_nothing_else(one: SettingField) -> None:
    for choice in one.choices:
        assert one.converted(choice) == choice
    for value in ("", "nonsense", one.choices[0].upper(), 3, None, [one.choices[0]]):
        message = refusal(one, value)
        assert all(choice in message for choice in one.choices)


def test_that_an_endless_value_makes_no_endless_message() -> None:
    assert len(refusal(field("rate"), "9" * 5000)) < 120
    assert len(refusal(field("cell"), "x" * 5000)) < 120


def test_that_choices_stand_in_the_order_of_the_menu() -> None:
    assert field("cell").choices == ("elman", "lstm", "gru")
    assert field("precision").choices == ("float64", "float32")
    assert field("optimizer").choices == ("sgd", "momentum", "rmsprop", "adam")


def test_that_the_scenarios_are_those_that_there_are() -> None:
    assert field("scenario").choices == tuple(each.key for each in SCENARIOS)


@pytest.mark.parametrize(
    ("given_value", "value"),
    [
        (True, True),
        (False, False),
        *((word, True) for word in ("true", "1", "yes", "On")),
        *((word, False) for word in ("false", "0", "no", "OFF")),
    ],
)
def test_that_a_switch_is_on_or_off(given_value: object, value: bool) -> None:
    assert changed(Settings(), {"carry": given_value}).carry is value


@pytest.mark.parametrize("value", [2, -1, 0.5, "", "perhaps", None, []])
def test_that_a_switch_is_nothing_else(value: object) -> None:
    refusal(field("carry"), value)


def test_that_a_path_may_be_any_text() -> None:
    for path in ("", "a b.txt", "ü/日本.txt", "x" * 5000):
        assert changed(Settings(), {"text": path}).text == path
    refusal(field("text"), 3)


# --- what goes together ----------------------------------------------------------------


def test_that_the_data_are_those_of_the_scenario() -> None:
    for source in scenario("character-model").sources:
        assert changed(Settings(), {"corpus": source}).corpus == source
    with pytest.raises(SettingError) as refused:
        changed(Settings(), {"corpus": "digits"})
    assert str(refused.value) == "Data is 'digits'; wanted one of reference, library, file."
    with pytest.raises(SettingError, match="none: there is nothing to choose in Adding problem"):
        changed(Settings(), {"scenario": "adding-problem", "corpus": "reference"})


def test_that_who_says_nothing_reads_the_first() -> None:
    assert source_of(Settings()) == "reference"
    assert source_of(changed(Settings(), {"corpus": "file"})) == "file"
    assert source_of(changed(Settings(), {"scenario": "adding-problem"})) == ""


def test_that_the_future_must_not_be_read() -> None:
    with pytest.raises(SettingError) as refused:
        changed(Settings(), {"direction": "both"})
    assert str(refused.value) == (
        "Direction is 'both'; wanted forward: a network that reads from the end too would see "
        "the answers of Character model."
    )
    for each in SCENARIOS:
        if each.bidirectional:
            values = {"scenario": each.key, "direction": "both"}
            assert changed(Settings(), values).direction == "both"


def test_that_only_a_decoder_can_attend() -> None:
    with pytest.raises(SettingError) as refused:
        changed(Settings(), {"attention": True})
    assert str(refused.value) == (
        "Attention is True; wanted no: Character model has no decoder, which could look back."
    )


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("rate", {}, None),
        ("activation", {"cell": "elman"}, None),
        ("activation", {}, ("cell", "elman")),
        ("corpus", {"scenario": "adding-problem"}, ("scenario", NEEDS["sources"])),
        ("corpus", {}, None),
        ("text", {"scenario": "adding-problem"}, ("scenario", NEEDS["own"])),
        ("reading", {}, ("corpus", "file")),
        ("reading", {"corpus": "file"}, None),
        ("direction", {}, ("scenario", NEEDS["bidirectional"])),
        ("beam", {}, ("scenario", NEEDS["has_decoder"])),
        ("forcing", {}, ("scenario", NEEDS["feeds"])),
        ("temperature", {}, None),
        ("top_k", {"scenario": "adding-problem"}, ("scenario", NEEDS["generates"])),
    ],
)
def test_that_the_reason_is_known_why_a_setting_means_nothing(
    name: str, values: dict[str, object], reason: tuple[str, str] | None
) -> None:
    settings = changed(Settings(), values)
    assert hindrance(field(name), settings) == reason
    assert applies(field(name), settings) is (reason is None)


# --- all of them -----------------------------------------------------------------------


def test_that_an_unknown_setting_is_refused() -> None:
    with pytest.raises(SettingError, match="colour"):
        changed(Settings(), {"colour": "red"})
    with pytest.raises(SettingError, match="colour"):
        field("colour")


def test_that_one_wrong_value_refuses_all() -> None:
    with pytest.raises(SettingError, match="Rate"):
        changed(Settings(), {"hidden": 5, "rate": 0, "layers": 2})


def test_that_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        Settings().hidden = 5  # type: ignore[misc]


ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text()
    | st.binary(max_size=3)
    | st.lists(st.integers(), max_size=2)
)


@given(one=st.sampled_from(FIELDS), value=ANYTHING)
def test_that_any_value_whatever_is_taken_rightly_or_refused(
    one: SettingField, value: object
) -> None:
    try:
        settings = changed(Settings(), {one.name: value})
    except SettingError:
        refusal(one, value)
        return
    got = getattr(settings, one.name)
    assert type(got) is type(one.default)
    if one.kind in ("whole", "number"):
        assert one.least <= got <= one.most
        assert not (one.above_least and got == one.least)
    if one.choices:
        assert got in one.choices
