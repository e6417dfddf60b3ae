"""Makes the pose model's `.task` bundles from the weights in the npm package `@mediapipe/pose`
(Apache-2.0).

A bundle is a plain zip of the detector and the landmark model. The tasks API reads from each how
pictures are to be normalised; the published weights do not say it, so it is added here as TFLite
metadata: (127.5, 127.5) for the detector, (0, 255) for the landmark model.

Nothing of a model is written anew. A new root table is put before the file: FlatBuffers point
forward by relative offsets, so the old tables stay as they are and are pointed at from there.
Format: TensorFlow's schema.fbs and metadata_schema.fbs.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import flatbuffers

ALIGN = 16
EPOCH = (1980, 1, 1, 0, 0, 0)
NAME = b"TFLITE_METADATA"
# Fields of schema.fbs: Model
VERSION, BUFFERS, METADATA, FIELDS = 0, 4, 6, 8
# Fields and unions of metadata_schema.fbs
NORMALISATION, IMAGE, RGB = 1, 2, 1


def pose_bundle(package: Path, size: str, target: Path) -> None:
    """Write the bundle of one size: lite, full or heavy."""
    detector = with_metadata(
        (package / "pose_solution_packed_assets.data").read_bytes(), 127.5, 127.5
    )
    landmarks = with_metadata((package / f"pose_landmark_{size}.tflite").read_bytes(), 0.0, 255.0)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in (
            ("pose_detector.tflite", detector),
            ("pose_landmarks_detector.tflite", landmarks),
        ):
            bundle.writestr(zipfile.ZipInfo(name, EPOCH), data)


def with_metadata(model: bytes, mean: float, std: float) -> bytes:
    """The model, saying that its picture is normalised by `mean` and `std`."""
    if model[4:8] != b"TFL3":
        raise ValueError("this is not a TFLite model")
    root = struct.unpack_from("<I", model)[0]
    fields = _fields(model, root)
    blob = _metadata(mean, std)
    front = _Front(len(model))
    return front.build(model, fields, blob)


def _fields(model: bytes, table: int) -> dict[int, int]:
    """Where each field of a table lies in the file."""
    vtable = table - struct.unpack_from("<i", model, table)[0]
    size = struct.unpack_from("<H", model, vtable)[0]
    found: dict[int, int] = {}
    for number in range((size - 4) // 2):
        offset = struct.unpack_from("<H", model, vtable + 4 + 2 * number)[0]
        if offset:
            found[number] = table + offset
    return found


def _pointed(model: bytes, place: int) -> int:
    return place + struct.unpack_from("<I", model, place)[0]


def _vector(model: bytes, place: int | None) -> list[int]:
    """The tables that a vector of tables points at."""
    if place is None:
        return []
    start = _pointed(model, place)
    count = struct.unpack_from("<I", model, start)[0]
    return [_pointed(model, start + 4 + 4 * n) for n in range(count)]


class _Front:
    """The part put before a model: header, root, the two vectors, one buffer, one metadata."""

    def __init__(self, old: int) -> None:
        self.old = old
        self.bytes = bytearray()

    def build(self, model: bytes, fields: dict[int, int], blob: bytes) -> bytes:
        buffers = _vector(model, fields.get(BUFFERS))
        metadata = _vector(model, fields.get(METADATA))
        # Places, in the order in which they are laid out; every pointer leads forward.
        header, vtable = 8, 4 + 2 * FIELDS
        root = _up(header + vtable, 4)
        vector1 = root + 4 + 4 * FIELDS
        vector2 = vector1 + 4 + 4 * (len(buffers) + 1)
        table_vtable = vector2 + 4 + 4 * (len(metadata) + 1)
        buffer = _up(table_vtable + 8 + 8, 4)
        entry = buffer + 8
        name = entry + 12
        data = _up(name + 4 + len(NAME) + 1, ALIGN) + ALIGN - 4
        shift = _up(data + 4 + len(blob), ALIGN)
        front = bytearray(shift)
        put = struct.pack_into
        put("<I4s", front, 0, root, b"TFL3")
        put("<HH", front, header, vtable, 4 + 4 * FIELDS)
        put("<i", front, root, root - header)
        for number in range(FIELDS):
            here = root + 4 + 4 * number
            target = {BUFFERS: vector1, METADATA: vector2}.get(number)
            if number == VERSION and number in fields:
                put("<I", front, here, struct.unpack_from("<I", model, fields[number])[0])
            elif target is None and number in fields:
                target = shift + _pointed(model, fields[number])
            elif target is None:
                continue
            if target is not None:
                put("<I", front, here, target - here)
            put("<H", front, header + 4 + 2 * number, here - root)
        self._vector(front, vector1, [*(shift + b for b in buffers), buffer])
        self._vector(front, vector2, [*(shift + m for m in metadata), entry])
        put("<HHH", front, table_vtable, 6, 8, 4)  # Buffer: data
        put("<HHHH", front, table_vtable + 8, 8, 12, 4, 8)  # Metadata: name, buffer
        put("<iI", front, buffer, buffer - table_vtable, data - (buffer + 4))
        put("<iII", front, entry, entry - (table_vtable + 8), name - (entry + 4), len(buffers))
        put(f"<I{len(NAME)}s", front, name, len(NAME), NAME)
        put(f"<I{len(blob)}s", front, data, len(blob), blob)
        return bytes(front) + model

    @staticmethod
    def _vector(front: bytearray, place: int, targets: list[int]) -> None:
        struct.pack_into("<I", front, place, len(targets))
        for n, target in enumerate(targets):
            here = place + 4 + 4 * n
            struct.pack_into("<I", front, here, target - here)


def _up(place: int, to: int) -> int:
    return (place + to - 1) // to * to


def _metadata(mean: float, std: float) -> bytes:
    """ModelMetadata with one subgraph whose one input is an RGB picture, normalised."""
    b = flatbuffers.Builder(256)
    vectors = []
    for value in (mean, std):
        b.StartVector(4, 1, 4)
        b.PrependFloat32(value)
        vectors.append(b.EndVector())
    options = _table(b, 2, {0: ("offset", vectors[0]), 1: ("offset", vectors[1])})
    unit = _table(b, 2, {0: ("byte", NORMALISATION), 1: ("offset", options)})
    image = _table(b, 2, {0: ("byte", RGB)})
    content = _table(b, 3, {0: ("byte", IMAGE), 1: ("offset", image)})
    units = _offsets(b, [unit])
    name = b.CreateString("image")
    tensor = _table(b, 7, {0: ("offset", name), 3: ("offset", content), 4: ("offset", units)})
    subgraph = _table(b, 6, {2: ("offset", _offsets(b, [tensor]))})
    model = _table(b, 8, {3: ("offset", _offsets(b, [subgraph]))})
    b.Finish(model, file_identifier=b"M001")
    return bytes(b.Output())


def _table(b: flatbuffers.Builder, count: int, fields: dict[int, tuple[str, int]]) -> int:
    b.StartObject(count)
    for number, (kind, value) in fields.items():
        if kind == "offset":
            b.PrependUOffsetTRelativeSlot(number, value, 0)
        else:
            b.PrependUint8Slot(number, value, 0)
    return b.EndObject()


def _offsets(b: flatbuffers.Builder, tables: list[int]) -> int:
    b.StartVector(4, len(tables), 4)
    for table in reversed(tables):
        b.PrependUOffsetTRelative(table)
    return b.EndVector()
