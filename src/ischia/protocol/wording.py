"""The protocol's texts in another language.

A field is translated when its type is `Words`. The English text itself is the key, so that a text
that has been changed since it was translated stands in English again, rather than being wrong.
Decisions are made and kept in English; what is shown of them is looked up by the same key.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect
from msgspec.structs import replace

from ischia.protocol.model import Protocol

LOCALE = Path(__file__).parent.parent / "locale"
DOMAIN = "protocol"
WORDS = {"words": True}  # what marks the type `Words`

Say = Callable[[str], str]
Teller = Callable[[Any, Say], Any]


@lru_cache(maxsize=8)
def say_in(language: str, folder: Path = LOCALE) -> Say:
    """How to say a text of the protocol in this language; what has no translation stays English."""
    found = gettext.translation(DOMAIN, folder, [language.replace("-", "_")], fallback=True)
    return lambda text: found.gettext(text) if text else text


def in_words(protocol: Protocol, say: Say) -> Protocol:
    """The same protocol, of the same version, with every text said anew."""
    kinds: dict[str, object] = {}
    for kind, shape in Protocol.KINDS.items():
        tell = _teller_of(shape)
        items = getattr(protocol, kind)
        if tell is not None and items is not msgspec.UNSET:
            kinds[kind] = {name: tell(item, say) for name, item in items.items()}
    return replace(protocol, **kinds)


def texts_of(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """Every text that is translated, with the item that it stands in (`kind/id`), in order."""
    for kind, shape in Protocol.KINDS.items():
        tell = _teller_of(shape)
        for name, item in getattr(protocol, kind).items() if tell else ():
            texts: list[str] = []
            tell(item, lambda text, kept=texts: kept.append(text) or text)  # pyright: ignore[reportOptionalCall]
            yield from ((f"{kind}/{name}", text) for text in texts if text)


@lru_cache(maxsize=256)
def _teller_of(shape: type) -> Teller | None:
    return _teller(inspect.type_info(shape))


def _teller(info: inspect.Type) -> Teller | None:
    """What says the texts in a value of this type; None where there can be none."""
    match info:
        case inspect.Metadata():
            is_words = info.extra == WORDS  # pyright: ignore[reportUnknownMemberType]
            return (lambda value, say: say(value)) if is_words else _teller(info.type)
        case inspect.StructType():
            return _struct_teller(info)
        case inspect.VarTupleType():
            one = _teller(info.item_type)
            return one and (lambda value, say: tuple(one(part, say) for part in value))
        case inspect.DictType():
            one = _teller(info.value_type)
            return one and (lambda value, say: {k: one(part, say) for k, part in value.items()})
        case inspect.UnionType():
            one = next(filter(None, map(_teller, info.types)), None)
            return one and (lambda value, say: None if value is None else one(value, say))
        case _:
            return None


def _struct_teller(info: inspect.StructType) -> Teller | None:
    tellers = {f.name: teller for f in info.fields if (teller := _teller(f.type))}

    def tell(value: msgspec.Struct, say: Say) -> msgspec.Struct:
        fields = {name: one(getattr(value, name), say) for name, one in tellers.items()}
        return replace(value, **fields)

    return tell if tellers else None
