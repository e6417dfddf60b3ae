"""The protocol in another language: every text, nothing but texts, the same otherwise."""

from __future__ import annotations

import re

import msgspec
import pytest
from msgspec import inspect

from ischia.protocol.model import Protocol
from ischia.protocol.wording import WORDS, in_words, say_in, texts_of

# Strings with spaces that nobody reads on a page, or that are names of people and works.
NOT_WORDS = {
    "note": "for who keeps the protocol",
    "population": "of a study; shown with the rules, to who works on them",
    "credit": "the words that a licence asks for",
    "licence": "a legal text stays as it is",
    "judged_by": "for who keeps the protocol",
    "written": "a telephone number, as people there write it",
    "name": "of a crisis line, as it calls itself",
}
OF_KIND = {
    "guarantees": "proved, and read by who works on the protocol",
    "bibliography": "works are cited as they are called",
    "assumptions": "of the simulation",
    "trajectories": "of the simulation",
    "joint_ranges": "for who keeps the protocol",
    "postures": "for who keeps the protocol",
}


def test_every_text_is_said_anew_and_nothing_else(protocol: Protocol) -> None:
    other = in_words(protocol, lambda text: f"<{text}>" if text else text)
    assert other.version == protocol.version
    for kind, shape in Protocol.KINDS.items():
        for name, item in getattr(protocol, kind).items():
            compare(item, getattr(other, kind)[name], inspect.type_info(shape), f"{kind}/{name}")


def compare(one: object, other: object, shape: inspect.Type, where: str) -> None:
    """Walks by value, and asks the type only whether a string is one that is translated."""
    match shape, one:
        case inspect.Metadata(extra=extra), str() if extra == WORDS:  # pyright: ignore[reportUnknownVariableType]
            assert other == (f"<{one}>" if one else one), where
        case inspect.Metadata(type=inner), _:
            compare(one, other, inner, where)
        case inspect.StructType(fields=fields), msgspec.Struct():
            for field in fields:
                values = getattr(one, field.name), getattr(other, field.name)
                compare(*values, field.type, f"{where}.{field.name}")
        case inspect.VarTupleType(item_type=inner), tuple():
            assert isinstance(other, tuple)
            for a, b in zip(one, other, strict=True):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
                compare(a, b, inner, where)  # pyright: ignore[reportUnknownArgumentType]
        case inspect.DictType(value_type=inner), dict():
            assert isinstance(other, dict)
            assert list(one) == list(other)  # pyright: ignore[reportUnknownArgumentType]
            for key, value in one.items():  # pyright: ignore[reportUnknownVariableType]
                compare(value, other[key], inner, where)  # pyright: ignore[reportUnknownArgumentType]
        case inspect.UnionType(types=types), msgspec.Struct():
            inner = next(t for t in types if getattr(t, "cls", None) is type(one))
            compare(one, other, inner, where)
        case _:
            assert one == other, where


def strings_of(value: object, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in strings_of(v, (*path, str(k)))]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [s for v in value for s in strings_of(v, path)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return []


@pytest.mark.parametrize("kind", [kind for kind in Protocol.KINDS if kind not in OF_KIND])
def test_no_sentence_is_left_untranslated(protocol: Protocol, kind: str) -> None:
    known = {text for _where, text in texts_of(protocol)}
    for name, item in getattr(protocol, kind).items():
        plain = msgspec.to_builtins(item, enc_hook=lambda _condition: None)
        left = [
            (path, text)
            for path, text in strings_of(plain, ())
            if " " in text and text not in known and path[-1] not in NOT_WORDS
        ]
        assert not left, (kind, name)


def test_no_key_is_taken_for_a_text(protocol: Protocol) -> None:
    key = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
    keys = [found for found in texts_of(protocol) if key.fullmatch(found[1])]
    assert not keys


def test_a_language_without_a_translation_speaks_english() -> None:
    assert say_in("xx")("Lie on your back.") == "Lie on your back."
    assert say_in("es")("") == ""
