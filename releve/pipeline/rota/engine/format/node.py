"""One value of a JSON document that knows where it stands, and refuses to be something else."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeVar

from releve.pipeline.rota.engine.format.refusals import Fault, ProblemRefused, shown

Read = TypeVar("Read")
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its path, as in `$.places[2].rooms`."""

    value: Any
    path: str = "$"

    def refuse(self, fault: Fault, **values: Any) -> ProblemRefused:
        return ProblemRefused(fault, self.path, self.value, **values)

    def keys(self, required: Collection[str], optional: Collection[str] = ()) -> "Node":
        """Return the node itself, an object with these keys and no other."""
        if not isinstance(self.value, dict):
            raise self.refuse(Fault.WRONG_TYPE, wanted="object")
        for key in self.value:
            if key not in required and key not in optional:
                raise ProblemRefused(
                    Fault.UNKNOWN_KEY, f"{self.path}.{key}", key, allowed=tuple(sorted({*required, *optional}))
                )
        for key in required:
            if key not in self.value:
                raise ProblemRefused(Fault.MISSING_KEY, f"{self.path}.{key}", key)
        return self

    def __contains__(self, key: str) -> bool:
        return key in self.value

    def __getitem__(self, key: str) -> "Node":
        return Node(self.value[key], f"{self.path}.{key}")

    def get(self, key: str, read: Callable[["Node"], Read], default: Read) -> Read:
        """Return what stands under the key, else the default."""
        return read(self[key]) if key in self.value else default

    def items(self) -> Iterator["Node"]:
        """Give each element of a list."""
        if not isinstance(self.value, list):
            raise self.refuse(Fault.WRONG_TYPE, wanted="list")
        for index, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{index}]")

    def entries(self) -> Iterator[tuple["Node", "Node"]]:
        """Give each key and value of an object whose keys are data."""
        if not isinstance(self.value, dict):
            raise self.refuse(Fault.WRONG_TYPE, wanted="object")
        for key in self.value:
            at = f"{self.path}.{shown(key)}"
            yield Node(key, at), Node(self.value[key], at)

    def whole(self, least: int = 0, most: int = LARGEST) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refuse(Fault.WRONG_TYPE, wanted="whole")
        if not least <= self.value <= most:
            raise self.refuse(Fault.OUT_OF_RANGE, least=least, most=most)
        return self.value

    def key_number(self, least: int, most: int) -> int:
        """Return the whole number that a key of an object writes."""
        # « 07 » beside « 7 » would be the same key twice.
        if not str(self.value).isdecimal() or (self.value != "0" and self.value.startswith("0")):
            raise self.refuse(Fault.WRONG_TYPE, wanted="whole")
        if len(self.value) > len(str(LARGEST)):
            raise self.refuse(Fault.OUT_OF_RANGE, least=least, most=most)
        return Node(int(self.value), self.path).whole(least, most)

    def number(self, least: float = -LARGEST, most: float = LARGEST) -> float:
        if not isinstance(self.value, int | float) or isinstance(self.value, bool) or not isfinite(self.value):
            raise self.refuse(Fault.WRONG_TYPE, wanted="number")
        if not least <= self.value <= most:
            raise self.refuse(Fault.OUT_OF_RANGE, least=least, most=most)
        return float(self.value)

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.refuse(Fault.WRONG_TYPE, wanted="text")
        if not self.value.strip():
            raise self.refuse(Fault.EMPTY_TEXT)
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.refuse(Fault.WRONG_TYPE, wanted="flag")
        return self.value

    def version(self, known: int) -> int:
        """Return the only version that this program reads."""
        is_whole = isinstance(self.value, int) and not isinstance(self.value, bool)
        if not is_whole or self.value != known:
            is_newer = is_whole and self.value > known
            raise self.refuse(Fault.NEWER_VERSION if is_newer else Fault.UNKNOWN_VERSION, wanted=known)
        return known

    def choice(self, allowed: Collection[str]) -> str:
        if not isinstance(self.value, str):
            raise self.refuse(Fault.WRONG_TYPE, wanted="text")
        if self.value not in allowed:
            raise self.refuse(Fault.NO_CHOICE, allowed=tuple(sorted(allowed)))
        return self.value

    def one_each(self, read: Callable[["Node"], Read]) -> tuple[Read, ...]:
        """Return the elements of a list in which none may stand twice."""
        found: dict[Read, None] = {}
        for item in self.items():
            value = read(item)
            if value in found:
                raise item.refuse(Fault.TWICE)
            found[value] = None
        return tuple(found)
