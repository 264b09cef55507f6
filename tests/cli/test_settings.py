"""Settings as options: every one is there, with its bounds, and wrong values are refused."""

from pathlib import Path

import pytest

from rnnviz.cli import parser
from rnnviz.commands.setting_options import chosen_settings, option_of
from rnnviz.scenarios import SCENARIOS
from rnnviz.session.setting_fields import FIELDS, SettingField
from rnnviz.session.settings import Settings
from tests.cli.conftest import Say

COMMANDS = {
    "gui": ["gui"],
    "train": ["train", "copy-memory"],
    "render": ["render", "copy-memory", "-o", "a"],
    "trace": ["trace", "copy-memory", "-o", "a"],
}


def settings_of(*words: str) -> Settings:
    return chosen_settings(parser().parse_args(words))


def another_value(setting: SettingField) -> object:
    """A value that is not the default."""
    if setting.kind == "choice":
        return next(choice for choice in setting.choices if choice != setting.default)
    if setting.kind == "switch":
        return not setting.default
    return "my text" if setting.kind == "text" else setting.most


#: Of a scenario other than that of COMMANDS.
OF_OTHERS = {"corpus", "direction", "attention"}


def words_for(setting: SettingField, value: object) -> list[str]:
    option = option_of(setting.name)
    if setting.kind == "switch":
        return [option if value else option.replace("--", "--no-", 1)]
    return [option, str(value)]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "setting",
    [setting for setting in FIELDS if setting.name not in OF_OTHERS],
    ids=lambda setting: setting.name,
)
def test_that_every_setting_is_an_option(setting: SettingField, command: str) -> None:
    if setting.name == "scenario" and command != "gui":
        scenario = another_value(setting)
        words = [str(scenario) if word == "copy-memory" else word for word in COMMANDS[command]]
        assert settings_of(*words).scenario == scenario
        return
    value = another_value(setting)
    words = [*COMMANDS[command], *words_for(setting, value)]
    assert getattr(settings_of(*words), setting.name) == value


def test_that_settings_of_some_scenarios_are_options_too() -> None:
    assert settings_of("train", "character-model", "--corpus", "library").corpus == "library"
    assert settings_of("train", "digit-rows", "--direction", "both").direction == "both"
    for each in SCENARIOS:
        if each.has_decoder:
            assert settings_of("train", each.key, "--attention").attention
            assert not settings_of("train", each.key, "--no-attention").attention


@pytest.mark.parametrize("command", COMMANDS)
def test_that_help_explains_every_setting(command: str, rnnviz: Say) -> None:
    outcome = rnnviz(command, "--help")
    assert outcome.status == 0
    text = " ".join(outcome.out.split())
    for setting in FIELDS:
        if setting.name != "scenario":
            assert option_of(setting.name) in text
            # Lines are broken at hyphens too.
            assert setting.explanation.replace(" ", "") in text.replace(" ", "")
    assert "exit status:" in text


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.key)
def test_that_the_scenario_comes_first_and_then_the_person(scenario: object) -> None:
    key, defaults = scenario.key, scenario.defaults  # type: ignore[attr-defined]
    settings = settings_of("train", key)
    assert {name: getattr(settings, name) for name in defaults} == defaults
    assert settings_of("train", key, "--hidden", "7").hidden == 7
    assert settings_of("gui", "--scenario", key, "--hidden", "7") == settings_of(
        "train", key, "--hidden", "7"
    )


def test_that_a_text_implies_the_data() -> None:
    settings = settings_of("train", "character-model", "--text", "a b.txt")
    assert (settings.corpus, settings.text) == ("file", "a b.txt")


@pytest.mark.parametrize(
    ("words", "met", "wanted"),
    [
        (["--hidden", "0"], "--hidden: '0'", "a whole number from 1 to 512"),
        (["--hidden", "513"], "--hidden: '513'", "a whole number from 1 to 512"),
        (["--hidden", "4.5"], "--hidden: '4.5'", "a whole number"),
        (["--hidden", ""], "--hidden: ''", "a whole number"),
        (["--rate", "-1"], "--rate: '-1'", "a number above 0 to 1000"),
        (["--rate", "0"], "--rate: '0'", "a number above 0"),
        (["--rate", "nan"], "--rate: 'nan'", "a number above 0"),
        (["--rate", "fast"], "--rate: 'fast'", "a number above 0"),
        (["--temperature", "inf"], "--temperature: 'inf'", "a number from 0 to 2"),
        (["--cell", "nonsense"], "--cell: 'nonsense'", "one of elman, "),
        (["--optimizer", "Adam"], "--optimizer: 'Adam'", "adam"),
        (["--updates", "0"], "--updates: '0'", "a whole number from 1"),
        (["--updates", "many"], "--updates: 'many'", "a whole number"),
        (["--hid", "4"], "--hid", "--help"),
        (["--hidden"], "--hidden", "expected one argument"),
        (["--corpus", "file"], "--corpus file", "--text FILE"),
        (["--corpus", "library", "--text", "a"], "--corpus library", "--corpus file"),
        (["--corpus", "digits"], "'digits'", "reference, library, file"),
        (["--direction", "both"], "'both'", "wanted forward"),
        (["--attention"], "True", "wanted no"),
        (["--text", "a", "--reading", "colour=red"], "“colour=red”", "encoding=…"),
        (["--length", "1"], "1", "from 2 to 400"),
        (["--hidden", "512", "--batch", "256"], "512", "Make one of"),
    ],
)
def test_that_a_wrong_value_is_refused(
    words: list[str], met: str, wanted: str, rnnviz: Say
) -> None:
    outcome = rnnviz("train", "character-model", *words)
    assert outcome.status == 2
    assert met in outcome.complaint
    assert wanted in outcome.complaint


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["train"], "SCENARIO"),
        (["train", "nonsense"], f"one of {SCENARIOS[0].key}, {SCENARIOS[1].key}"),
        (["trace", "copy-memory"], "-o"),
        (["nonsense"], "gui"),
        (["gui", "--scenario", "nonsense"], f"one of {SCENARIOS[0].key}, {SCENARIOS[1].key}"),
        (["train", "copy-memory", "more"], "more"),
    ],
)
def test_that_wrong_words_are_refused(words: list[str], wanted: str, rnnviz: Say) -> None:
    outcome = rnnviz(*words)
    assert outcome.status == 2
    assert wanted in outcome.complaint
    assert "--help" in outcome.complaint


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (b"\x00\x01\x02" * 200, "binary"),
        (b" \n" * 200, "white space"),
        (b"too short", "too short"),
    ],
)
def test_that_a_text_that_is_none_is_refused(
    content: bytes | None, reason: str, rnnviz: Say, tmp_path: Path
) -> None:
    path = tmp_path / "my\ntext.txt"
    if content is not None:
        path.write_bytes(content)
    outcome = rnnviz("train", "character-model", "--text", path)
    assert outcome.status == 2
    assert reason in outcome.complaint
    assert "Wanted is a plain text file" in outcome.complaint


def test_that_a_folder_is_no_text(rnnviz: Say, tmp_path: Path) -> None:
    outcome = rnnviz("train", "character-model", "--text", tmp_path)
    assert outcome.status == 2
    assert "directory" in outcome.complaint


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        (["--cell", "lstm", "--activation", "relu"], "--activation has no effect"),
        (["--cell", "elman", "--reset", "after"], "only with --cell gru, and this is elman"),
        (["--text", "a"], "only with a scenario that reads a file of your own, and this is copy"),
        (["--beam", "2"], "only with a scenario with a decoder, and this is copy-memory"),
        (["--top-k", "2"], "only with a scenario that writes text, and this is copy-memory"),
        (["--forcing", "0.5"], "only with a scenario that reads its outputs back, and this is"),
    ],
)
def test_that_an_option_without_effect_is_remarked_upon(
    words: list[str], remark: str, rnnviz: Say
) -> None:
    outcome = rnnviz("train", "copy-memory", "--hidden", "4", "--updates", "1", *words)
    assert outcome.status == 0
    assert outcome.err.startswith("rnnviz: note: ")
    assert remark in outcome.err
