"""The settings described, one by one: what controls, options and checks are made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any, Literal, get_args

import msgspec

from rnnviz.scenarios import SCENARIOS
from rnnviz.session.setting_error import SettingError
from rnnviz.session.settings import Settings
from rnnviz.session.together import check_together

#: What people say for true and false.
SWITCH_WORDS = {"yes": True, "no": False, "on": True, "off": False}


@dataclass(frozen=True)
class SettingField:
    """One setting, described: what a control or an option is made from.

    kind      "whole", "number", "choice", "switch", "text", or "source": one of the scenario's.
    choices   of a choice; of a source none: they are the scenario's.
    least, most   of a number; `above_least` where `least` itself is not allowed.
    live      whether it may change during a run.
    only      (other setting, value): it means something only where that has this value.
    needs     what a scenario must have for it to mean something: "bidirectional", …; "": nothing.
    """

    name: str
    title: str
    explanation: str
    group: str
    kind: Literal["whole", "number", "choice", "switch", "text", "source"]
    default: Any
    type: Any
    choices: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 0.0
    above_least: bool = False
    live: bool = False
    only: tuple[str, str] | None = None
    needs: str = ""

    @property
    def wanted(self) -> str:
        """What values it takes, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.kind == "whole":
            return f"a whole number from {self.least:.0f} to {self.most:.0f}"
        if self.kind == "number":
            start = "above" if self.above_least else "from"
            return f"a number {start} {self.least:g} to {self.most:g}"
        if self.kind == "source":
            return "one of the scenario's data"
        return "yes or no" if self.kind == "switch" else "a text"

    def converted(self, value: object) -> Any:
        """The value as this setting's type. Raises SettingError."""
        if self.kind == "switch" and isinstance(value, str):
            value = SWITCH_WORDS.get(value.lower(), value)
        try:
            converted = msgspec.convert(value, self.type, strict=False)
        except msgspec.ValidationError:
            raise self._refusal(value) from None
        if self.choices and converted not in self.choices:
            raise self._refusal(value)
        return converted

    def _refusal(self, value: object) -> SettingError:
        return SettingError(f"{self.title} is {shortened(value)}; wanted {self.wanted}.")


def _described(info: msgspec.inspect.Field) -> SettingField:
    metadata = info.type
    assert isinstance(metadata, msgspec.inspect.Metadata)
    schema, extra, inner = metadata.extra_json_schema or {}, metadata.extra or {}, metadata.type
    annotation = Settings.__annotations__[info.name]
    common: dict[str, Any] = {
        "name": info.name,
        "title": schema["title"],
        "explanation": schema["description"],
        "default": info.default,
        "type": annotation,
        **extra,
    }
    if isinstance(inner, msgspec.inspect.LiteralType):
        # Taken from the annotation: msgspec sorts them, and the written order is the better one.
        literal, *_ = get_args(annotation)
        return SettingField(kind="choice", choices=get_args(literal), **common)
    if isinstance(inner, msgspec.inspect.BoolType):
        return SettingField(kind="switch", **common)
    if isinstance(inner, msgspec.inspect.IntType | msgspec.inspect.FloatType):
        kind: Literal["whole", "number"] = (
            "whole" if isinstance(inner, msgspec.inspect.IntType) else "number"
        )
        least = inner.ge if inner.ge is not None else inner.gt
        above, most = inner.gt is not None, inner.le
        return SettingField(
            kind=kind, least=float(least or 0), most=float(most or 0), above_least=above, **common
        )
    if info.name == "scenario":
        return SettingField(kind="choice", choices=tuple(s.key for s in SCENARIOS), **common)
    return SettingField(kind="source" if info.name == "corpus" else "text", **common)


_info = msgspec.inspect.type_info(Settings)
assert isinstance(_info, msgspec.inspect.StructType)
#: Every setting, in the order of the window.
FIELDS: tuple[SettingField, ...] = tuple(_described(info) for info in _info.fields)


def field(name: str) -> SettingField:
    """The setting of that name. Raises SettingError where there is none."""
    for candidate in FIELDS:
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in FIELDS)
    raise SettingError(f"There is no setting {shortened(name)}; wanted is one of {known}.")


def changed(settings: Settings, values: Mapping[str, object]) -> Settings:
    """Settings with some of them replaced; numbers may come as text.

    Raises SettingError, naming the setting, what was met and what is wanted; also where the
    settings cannot be together.
    """
    converted = {name: field(name).converted(value) for name, value in values.items()}
    replaced: Settings = msgspec.structs.replace(settings, **converted)
    check_together(replaced)
    return replaced
