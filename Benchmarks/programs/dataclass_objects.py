"""Dataclasses, enums and namedtuples as everyday code uses them."""
from collections import namedtuple
from dataclasses import dataclass, field
from enum import Enum

SIZE, QUICK = 140_000, 14_000


class Kind(Enum):
    SMALL = 1
    LARGE = 2


Point = namedtuple("Point", "x y")


@dataclass
class Item:
    name: str
    price: int
    kind: Kind = Kind.SMALL
    tags: list = field(default_factory=list)

    def cost(self, count: int) -> int:
        return self.price * count if self.kind is Kind.SMALL else self.price * count - count // 2


@dataclass(frozen=True, order=True)
class Key:
    major: int
    minor: int


def run(n):
    total, seen = 0, {}
    for i in range(n):
        item = Item("n", i % 97, Kind.LARGE if i % 3 else Kind.SMALL)
        item.tags.append(i)
        total += item.cost(i % 11) + len(item.tags)
        p = Point(i % 13, i % 7)
        total += p.x * p.y
        key = Key(i % 17, i % 5)
        seen[key] = seen.get(key, 0) + 1
        match item.kind:
            case Kind.SMALL:
                total += 1
            case Kind.LARGE:
                total -= 1
    return total, len(seen), max(seen), Item("a", 1) == Item("a", 1)
