"""Skin, hair, shirt, trousers and shoes: a colour for every vertex, and how far cloth stands off.

A bald grey mannequin is found by pose models in two pictures of three; a dressed person nearly
always (docs: "Rendered people"). Colours are linear, 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rig import Mesh

Rows = NDArray[np.float64]
Mask = NDArray[np.bool_]

SKINS = np.array([
    [0.80, 0.58, 0.46], [0.70, 0.47, 0.35], [0.52, 0.33, 0.22], [0.34, 0.20, 0.13],
])  # fmt: skip
HAIRS = np.array([[0.03, 0.02, 0.02], [0.11, 0.06, 0.03], [0.30, 0.20, 0.09], [0.36, 0.34, 0.33]])
GREYS = (0.04, 0.08, 0.2, 0.4, 0.65)
SLEEVES = (0.45, 0.9, 1.9)  # 1 is the elbow, 2 the wrist
LEGS = (0.7, 1.5, 1.9)  # 1 is the knee, 2 the ankle


@dataclass(frozen=True)
class Outfit:
    """`rest` are the vertices with cloth on; `colours` (n, 3) beside them."""

    rest: Rows
    colours: Rows


def dress(mesh: Mesh, rng: np.random.Generator) -> Outfit:
    """A person dressed by chance."""
    at = mesh.vertices
    shirt, trousers = _shirt(mesh, rng.choice(SLEEVES)), _trousers(mesh, rng.choice(LEGS))
    shoes = _on(mesh, "foot", "toe") & (at[:, 2] < mesh.head("foot.L")[2])
    hair = _hair(mesh, long=bool(rng.random() < 0.5))
    colours = np.tile(SKINS[rng.integers(len(SKINS))], (len(at), 1))
    skin = colours[0].copy()
    _face(mesh, colours, skin)
    off = np.zeros(len(at))
    layers = (
        (trousers, _cloth(rng), 0.009), (shirt, _cloth(rng), 0.012),
        (shoes, _cloth(rng), 0.008), (hair, HAIRS[rng.integers(len(HAIRS))], 0.014),
    )  # fmt: skip
    for where, colour, stand in layers:
        colours[where] = colour
        off[where] = stand
    folds = np.where(shirt | trousers | hair, 0.16, 0.04)
    colours *= (1 + folds * _waves(at))[:, None]
    loose = off * (1 + 0.35 * _waves(at * 1.7) * (shirt | trousers))
    return Outfit(at + normals(at, mesh.faces) * loose[:, None], np.clip(colours, 0, 1))


def normals(at: Rows, faces: NDArray[np.int64]) -> Rows:
    """Unit normals of vertices (n, 3)."""
    cross = np.cross(at[faces[:, 1]] - at[faces[:, 0]], at[faces[:, 2]] - at[faces[:, 0]])
    total = np.zeros_like(at)
    for axis in range(3):
        for corner in range(3):
            total[:, axis] += np.bincount(faces[:, corner], cross[:, axis], len(at))
    return total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-12)


def _cloth(rng: np.random.Generator) -> Rows:
    tint = 1 + rng.uniform(-0.6, 0.6, 3) * rng.choice([0.2, 1.0])
    return np.clip(rng.choice(GREYS) * tint, 0.01, 0.9)


def _waves(at: Rows) -> Rows:
    """A smooth pattern from -1 to 1, fixed to the body."""
    x, y, z = at.T
    return np.sin(31 * z + 9 * np.sin(17 * x) + 5 * y) * np.cos(27 * y + 6 * np.sin(23 * z))


def _on(mesh: Mesh, *starts: str) -> Mask:
    """Vertices carried by bones whose names begin so."""
    bones = [number for number, bone in enumerate(mesh.bones) if bone.startswith(starts)]
    return np.isin(mesh.main, bones)


def _along(mesh: Mesh, side: str, bones: tuple[str, str, str]) -> Rows:
    """How far down a limb vertices lie: 0 its root, 1 its middle joint, 2 its end."""
    root, middle, end = (mesh.head(f"{bone}.{side}") for bone in bones)
    parts = ((root, middle), (middle, end))
    share = [(mesh.vertices - a) @ (b - a) / ((b - a) @ (b - a)) for a, b in parts]
    return np.where(share[1] > 0, 1 + share[1], np.minimum(share[0], 1))


def _shirt(mesh: Mesh, sleeve: float) -> Mask:
    at = mesh.vertices
    neck = mesh.head("neck01")
    waist = mesh.head("upperleg01.L")[2] + 0.09
    below_neck = at[:, 2] - neck[2] < 0.35 * (at[:, 1] - neck[1]) + 0.02
    trunk = _on(mesh, "root", "pelvis", "spine", "clavicle", "shoulder", "neck01", "breast")
    shirt = trunk & (at[:, 2] > waist) & below_neck
    arms = _on(mesh, "upperarm", "lowerarm", "wrist")
    for side, sign in (("L", 1), ("R", -1)):
        far = _along(mesh, side, ("upperarm01", "lowerarm01", "wrist"))
        shirt |= arms & (sign * at[:, 0] > 0) & (far < sleeve)
    return shirt


def _trousers(mesh: Mesh, leg: float) -> Mask:
    at = mesh.vertices
    hips = mesh.head("upperleg01.L")[2]
    trousers = _on(mesh, "root", "pelvis", "spine05", "upperleg") & (at[:, 2] < hips + 0.1)
    trousers &= at[:, 2] > hips - 0.12
    legs = _on(mesh, "upperleg", "lowerleg", "foot")
    for side, sign in (("L", 1), ("R", -1)):
        far = _along(mesh, side, ("upperleg01", "lowerleg01", "foot"))
        trousers |= legs & (sign * at[:, 0] > 0) & (far < leg) & (at[:, 2] < hips)
    return trousers


def _hair(mesh: Mesh, *, long: bool) -> Mask:
    at, eye = mesh.vertices, mesh.head("eye.L")
    behind = at[:, 1] - eye[1]
    above = at[:, 2] - eye[2]
    crown = above > 0.06 - 0.3 * behind
    nape = (behind > 0.075) & (above > (-0.13 if long else -0.07))
    return _on(mesh, "head", "neck") & (crown & (behind <= 0.075) | nape)


def _face(mesh: Mesh, colours: Rows, skin: Rows) -> None:
    """Eyes, brows and lips, painted on."""
    at, head = mesh.vertices, _on(mesh, "head", "eye", "jaw")
    for side in "LR":
        eye = mesh.head(f"eye.{side}")
        away = at - eye
        near = head & (away[:, 1] < 0.012)
        ball = _on(mesh, "eye") & near
        colours[ball] = 0.75
        colours[ball & (np.hypot(away[:, 0], away[:, 2]) < 0.007)] = 0.04
        brow = (abs(away[:, 0]) < 0.024) & (away[:, 2] > 0.015) & (away[:, 2] < 0.025)
        colours[near & brow] = 0.06
    nose = at[head, 1].min()
    mouth = (abs(at[:, 0]) < 0.025) & (abs(at[:, 2] - mesh.head("eye.L")[2] + 0.068) < 0.01)
    colours[head & mouth & (at[:, 1] < nose + 0.035)] = skin * [0.85, 0.5, 0.5]
