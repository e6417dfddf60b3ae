"""A person made of a mesh that follows bones, posed by the joint angles of a movement.

Three sets of axes meet here. Of a movement: x ahead, y up, z right (`ischia.motion.skeleton`). Of
the mesh at rest: x left, y back, z up. Of the scene: x right in the picture, y away from the
camera, z up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ischia.motion.chain import Posed, chain_of, posed
from ischia.motion.skeleton import Body
from ischia.protocol.movement import Pose

Rows = NDArray[np.float64]
Whole = NDArray[np.int64]

BODIES = Path(__file__).parent / "bodies"
UNIT = 1e-4  # as packed
TO_MESH = np.array([[0, 0, -1], [-1, 0, 0], [0, 1, 0.0]])  # from a movement's axes
SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
NECK = ("neck01", "neck02", "neck03", "head")
LEG = (("upperleg01", "lowerleg01", "thigh"), ("lowerleg01", "foot", "shank"))
ARM = (("upperarm01", "lowerarm01", "upper_arm"), ("lowerarm01", "wrist", "forearm"))
DOWN = np.array([0, 0, -1.0])  # of the mesh: where limbs point in the pose of zeros
LEG_HINGE, ARM_HINGE = np.array([1.0, 0, 0]), np.array([-1.0, 0, 0])  # in the pose of zeros
NEAR_FLOOR = 0.14  # metres: a wrist so low has its hand flat on the floor
# Where joints of the pose model lie: bones whose heads they are.
JOINTS = {
    11: "upperarm01.L", 12: "upperarm01.R", 13: "lowerarm01.L", 14: "lowerarm01.R", 15: "wrist.L",
    16: "wrist.R", 23: "upperleg01.L", 24: "upperleg01.R", 25: "lowerleg01.L", 26: "lowerleg01.R",
    27: "foot.L", 28: "foot.R", 31: "toe1-1.L", 32: "toe1-1.R",
}  # fmt: skip


def frame(way: Rows, hinge: Rows) -> Rows:
    """Axes with the first along `way` and the second as near `hinge` as that allows."""
    first = way / np.linalg.norm(way)
    second = hinge - first * (hinge @ first)
    second = second / np.linalg.norm(second)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def part_of(turn: Rows, share: float) -> Rows:
    """A share of a rotation (Rodrigues)."""
    cosine = float(np.clip((np.trace(turn) - 1) / 2, -1, 1))
    angle = float(np.arccos(cosine))
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    length = float(np.linalg.norm(axis))
    if length < 1e-9:
        return np.eye(3)
    x, y, z = axis / length
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turned = share * angle
    return np.eye(3) + np.sin(turned) * cross + (1 - np.cos(turned)) * cross @ cross


@dataclass(frozen=True, eq=False)
class Mesh:
    """`vertices` (n, 3) and `heads` (bones, 3) at rest in metres; four `carriers` a vertex."""

    name: str
    vertices: Rows
    heads: Rows
    faces: Whole
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    carriers: Whole
    weights: Rows

    @cached_property
    def place(self) -> dict[str, int]:
        """The number of each bone."""
        return {bone: number for number, bone in enumerate(self.bones)}

    @cached_property
    def main(self) -> Whole:
        """The bone that carries most of each vertex."""
        return self.carriers[:, 0]

    def head(self, bone: str) -> Rows:
        """Where a bone begins, at rest."""
        return self.heads[self.place[bone]]

    def at_rest(self, bone: str, end: str, side: str) -> Rows:
        """Axes of a limb's bone at rest: along it, and about which its joint bends."""
        way = self.head(f"{end}.{side}") - self.head(f"{bone}.{side}")
        return frame(way, LEG_HINGE if "leg" in bone else self._elbow(side))

    def _elbow(self, side: str) -> Rows:
        """About which an elbow bends: at rest it is a little bent."""
        shoulder, elbow, wrist = (
            self.head(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist")
        )
        return np.cross(elbow - shoulder, wrist - elbow)

    @cached_property
    def build(self) -> Body:
        """The same body as the movements know it: its own lengths."""
        return build_of(self)


def names() -> list[str]:
    """The bodies there are."""
    return sorted(file.stem for file in BODIES.glob("*.npz") if file.stem != "rig")


def load(name: str) -> Mesh:
    """A packed body."""
    with np.load(BODIES / "rig.npz", allow_pickle=False) as rig:
        weights = rig["weights"].astype(np.float64)
        shared = {
            "faces": rig["faces"].astype(np.int64),
            "carriers": rig["carriers"].astype(np.int64),
            "weights": weights / weights.sum(axis=1, keepdims=True),
        }
        bones = tuple(str(bone) for bone in rig["bones"])
        parents = tuple(int(parent) for parent in rig["parents"])
    with np.load(BODIES / f"{name}.npz", allow_pickle=False) as own:
        vertices, heads = own["vertices"] * UNIT, own["heads"] * UNIT
    return Mesh(name=name, vertices=vertices, heads=heads, bones=bones, parents=parents, **shared)


def build_of(mesh: Mesh) -> Body:
    """Lengths between the mesh's joints; what it does not have is as in people of its height."""
    tall = float(np.ptp(mesh.vertices[:, 2]))
    average = Body.of(tall)
    hip, knee, ankle = (mesh.head(f"{b}.L") for b in ("upperleg01", "lowerleg01", "foot"))
    shoulder, elbow, wrist = (mesh.head(f"{b}.L") for b in ("upperarm01", "lowerarm01", "wrist"))
    trunk = float(shoulder[2] - hip[2])
    share = trunk / (average.pelvis + average.lumbar + average.thorax)
    return Body(
        height=tall,
        hip_half_width=float(hip[0]),
        shoulder_half_width=float(shoulder[0]),
        pelvis=average.pelvis * share,
        lumbar=average.lumbar * share,
        thorax=average.thorax * share,
        neck=average.neck,
        head=average.head,
        upper_arm=_far(shoulder, elbow),
        forearm=_far(elbow, wrist),
        hand=average.hand,
        thigh=_far(hip, knee),
        shank=_far(knee, ankle),
        foot=average.foot,
        heel=average.heel,
        ankle_height=float(ankle[2] - mesh.vertices[:, 2].min()),
    )


def _far(a: Rows, b: Rows) -> float:
    return float(np.linalg.norm(a - b))


@dataclass(frozen=True, eq=False)
class Standing:
    """A posed mesh: the turn and the place of every bone, in the scene's axes."""

    mesh: Mesh
    turns: Rows
    places: Rows

    def skin(self, rest: Rows) -> Rows:
        """Vertices (n, 3) that lie at `rest` in the pose of rest."""
        moved = self.places - np.einsum("bij,bj->bi", self.turns, self.mesh.heads)
        out = np.zeros_like(rest)
        for column in range(self.mesh.carriers.shape[1]):
            bone = self.mesh.carriers[:, column]
            turned = np.einsum("vij,vj->vi", self.turns[bone], rest) + moved[bone]
            out += self.mesh.weights[:, column : column + 1] * turned
        return out

    def joints(self) -> dict[int, Rows]:
        """Joints by their number in the pose model, in metres of the scene."""
        return {n: self.places[self.mesh.place[bone]] for n, bone in JOINTS.items()}


def stand(mesh: Mesh, pose: Pose, root: Rows, scene: Rows) -> Standing:
    """The mesh in a movement's pose; `scene` (3, 3) turns the movement's axes to the scene's."""
    x, y, z = root.tolist()
    now = posed(chain_of(mesh.build), pose, (x, y, z))
    own = _trunk(now, scene)
    for side, suffix in (("L", "_l"), ("R", "_r")):
        for bones, hinge in ((LEG, LEG_HINGE), (ARM, ARM_HINGE)):
            for bone, end, segment in bones:
                straight = frame(DOWN, hinge) @ mesh.at_rest(bone, end, side).T
                own[f"{bone}.{side}"] = _axes(now, segment + suffix, scene) @ straight
        own[f"foot.{side}"] = _axes(now, "foot" + suffix, scene)
    hips = (mesh.head("upperleg01.L") + mesh.head("upperleg01.R")) / 2
    start = scene @ root - own["root"] @ (hips - mesh.head("root"))
    standing = _follow(mesh, own, start)
    for side, suffix in (("L", "_l"), ("R", "_r")):
        _arm_to(standing, own, side, scene @ np.array(now.point("wrist" + suffix)), now, scene)
    return _follow(mesh, own, start)


def _axes(now: Posed, segment: str, scene: Rows) -> Rows:
    """How a segment turns the mesh's rest."""
    return scene @ np.array(now.axes[segment]).T @ TO_MESH.T


def _trunk(now: Posed, scene: Rows) -> dict[str, Rows]:
    """Pelvis, spine and neck: a bend is shared by the bones between."""
    pelvis, thorax, head = (_axes(now, name, scene) for name in ("pelvis", "thorax", "head"))
    own = {"root": pelvis}
    for bones, low, high in ((SPINE, pelvis, thorax), (NECK, thorax, head)):
        bend = low.T @ high
        for number, bone in enumerate(bones, 1):
            own[bone] = low @ part_of(bend, number / len(bones))
    return own


def _follow(mesh: Mesh, own: dict[str, Rows], start: Rows) -> Standing:
    """Every bone after its parent; what has no turn of its own keeps its parent's."""
    turns, places = np.zeros((len(mesh.bones), 3, 3)), np.zeros((len(mesh.bones), 3))
    for number, (bone, parent) in enumerate(zip(mesh.bones, mesh.parents, strict=True)):
        if parent < 0:
            turns[number], places[number] = own[bone], start
            continue
        turns[number] = own.get(bone, turns[parent])
        away = mesh.heads[number] - mesh.heads[parent]
        places[number] = places[parent] + turns[parent] @ away
    return Standing(mesh, turns, places)


def _arm_to(
    standing: Standing, own: dict[str, Rows], side: str, goal: Rows, now: Posed, scene: Rows
) -> None:
    """Bend an arm so that the wrist is where the movement has it, although shoulders differ."""
    mesh, suffix = standing.mesh, "_" + side.lower()
    shoulder = standing.places[mesh.place[f"upperarm01.{side}"]]
    first, second = mesh.build.upper_arm, mesh.build.forearm
    way = goal - shoulder
    reach = min(float(np.linalg.norm(way)), 0.999 * (first + second))
    reach = max(reach, 1.01 * abs(first - second))
    way = way / np.linalg.norm(way)
    hinge = scene @ np.array(now.axes["upper_arm" + suffix])[2]
    out = np.cross(way, hinge)
    out = out / np.linalg.norm(out)
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    elbow = shoulder + way * along + out * float(np.sqrt(max(first**2 - along**2, 0.0)))
    for bone, end, a, b in (
        ("upperarm01", "lowerarm01", shoulder, elbow),
        ("lowerarm01", "wrist", elbow, shoulder + way * reach),
    ):
        own[f"{bone}.{side}"] = frame(b - a, hinge) @ mesh.at_rest(bone, end, side).T
    if goal[2] < NEAR_FLOOR and (goal - elbow)[2] < -0.12:
        own[f"wrist.{side}"] = _flat_hand(mesh, side, scene @ np.array(now.axes["thorax"])[1])


def _flat_hand(mesh: Mesh, side: str, ahead: Rows) -> Rows:
    """A hand on the floor, its fingers the way the head lies."""
    wrist, middle = mesh.head(f"wrist.{side}"), mesh.head(f"finger3-1.{side}")
    first, last = mesh.head(f"finger2-1.{side}"), mesh.head(f"finger5-1.{side}")
    palm = np.cross(first - wrist, last - wrist) * (1 if side == "L" else -1)
    level = ahead * [1, 1, 0] + 1e-6
    fingers = level / np.linalg.norm(level) + [0, 0, -0.45]
    return frame(fingers, DOWN) @ frame(middle - wrist, palm).T
