"""A WOFF 1 font as the TrueType font that it wraps: each table is unpacked, nothing else changes.

The PDF needs TrueType; the packages bring only the forms for the web. (W3C: WOFF File Format 1.0.)
"""

from __future__ import annotations

import struct
import zlib

HEAD = struct.Struct(">4sIIHHIHHIIIII")
ENTRY = struct.Struct(">4sIIII")
SFNT_HEAD, SFNT_ENTRY = struct.Struct(">IHHHH"), struct.Struct(">4sIII")


def truetype(woff: bytes) -> bytes:
    """The font inside. Raises `ValueError` where this is no WOFF 1 font."""
    signature, flavor, _, count, *_ = HEAD.unpack_from(woff)
    if signature != b"wOFF":
        raise ValueError("this is no WOFF font")
    power = 1 << (count.bit_length() - 1)
    head = SFNT_HEAD.pack(flavor, count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    entries, tables = b"", b""
    start = SFNT_HEAD.size + count * SFNT_ENTRY.size
    for place in range(count):
        tag, at, packed, size, checksum = ENTRY.unpack_from(woff, HEAD.size + place * ENTRY.size)
        table = woff[at : at + packed]
        table = zlib.decompress(table) if packed < size else table
        if len(table) != size:
            raise ValueError(f"the table {tag!r} is damaged")
        entries += SFNT_ENTRY.pack(tag, checksum, start + len(tables), size)
        tables += table + b"\0" * (-size % 4)
    return head + entries + tables
