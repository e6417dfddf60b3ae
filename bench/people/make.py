"""Rendered people: an exercise done by a body in a room, as pictures, landmarks and truth.

    python bench/people/make.py --exercise bridge --seed 3 [--fault too_low] [--out FOLDER]
        [--pose-python PYTHON] [--clip FILE.y4m] [--sheet FILE.png] [--no-model]

With the pose model (see docs/reference/rendered-people.md) a recording is written to
FOLDER/EXERCISE__good.npz or FOLDER/EXERCISE__FAULT.npz. `--clip` writes the pictures for the fake
camera of a browser (y4m) or for people (mp4), `--sheet` some of them side by side.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from dress import Outfit, dress
from numpy.typing import NDArray
from performed import Performance, Unrest, attempts, perform
from rig import Mesh, Standing, load, names, stand
from room import Lens, Room
from things import things_of
from webcam import Studio, shot

from ischia.motion.camera import VIEWS, camera
from ischia.motion.synthetic import _labels
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol
from ischia.protocol.movement import COORDINATES, Movement

Rows = NDArray[np.float64]

HERE = Path(__file__).parent
MODEL = HERE.parents[1] / "src" / "ischia" / "web" / "static" / "vendor" / "pose" / "pose_full.task"
SEEN = 33
GRAIN = 4096  # landmarks are kept to a fraction of the picture that packs well
SHEET, ACROSS = 12, 4
FILL = 0.84  # of the picture that the body may fill


@dataclass(frozen=True, eq=False)
class Set:
    """All that is needed to draw every frame."""

    exercise: str
    mesh: Mesh
    outfit: Outfit
    performance: Performance
    studio: Studio
    view: str
    both_sides: bool
    scene: Rows
    middle: Rows
    rate: float
    times: Rows
    rng: np.random.Generator

    def frames(self) -> Iterator[tuple[NDArray[np.uint8], Rows]]:
        """(picture, joints (33, 2) as shares of the picture) of every frame."""
        unrest = Unrest(COORDINATES, self.rate, self.rng)
        for second in self.times.tolist():
            pose, root = self.performance.at(second)
            standing = stand(self.mesh, unrest.on(pose), root, self.scene)
            skin = standing.skin(self.outfit.rest) - self.middle
            picture = shot(self.studio, skin, self.mesh.faces, self.outfit.colours, self.rng)
            yield picture, self._joints(standing)

    def _joints(self, standing: Standing) -> Rows:
        lens = self.studio.lens
        joints = np.full((SEEN, 2), np.nan)
        for number, place in standing.joints().items():
            joints[number] = lens.project((place - self.middle)[None])[0, :2]
        return joints / [lens.wide, lens.high]


def make_set(protocol: Protocol, wanted: argparse.Namespace) -> Set:
    """Everything that the seed decides."""
    rng = np.random.default_rng(wanted.seed)
    movement = protocol.movements[wanted.exercise]
    mesh = load(wanted.body or str(rng.choice(names())))
    tries = attempts(protocol, movement.id, wanted.fault, rng)
    performance = perform(protocol, movement.id, tries, mesh.build)
    scene = scene_of(movement, float(rng.uniform(-14, 14)))
    outfit = dress(mesh, rng)
    ends = [t for one in performance.truth for t in (one.start_s, one.reached_s)]
    placed = [stand(mesh, *performance.at(second), scene) for second in ends]
    skins = np.stack([one.skin(outfit.rest) for one in placed])
    low, high = skins.min(axis=(0, 1)), skins.max(axis=(0, 1))
    middle = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, skins[0, :, 2].min()])
    lens = lens_of(low - middle, high - middle, wanted, rng)
    props = {*movement.props, *protocol.postures[movement.posture].props}
    hip = (placed[0].joints()[23] + placed[0].joints()[24]) / 2 - middle
    things = things_of(props, skins - middle, hip, rng)
    studio = Studio.of(lens, Room.of(rng, mat="mat" in props), things, (high - low)[0] / 2 + 0.1)
    times = np.arange(0, float(performance.times[-1]), 1 / float(wanted.rate), dtype=np.float64)
    view = "side" if view_of(movement) == "side" else "front"
    both = movement.laterality == "bilateral"
    return Set(
        movement.id,
        mesh,
        outfit,
        performance,
        studio,
        view,
        both,
        scene,
        middle,
        wanted.rate,
        times,
        rng,
    )


def view_of(movement: Movement) -> str:
    """Where the camera stands."""
    return movement.view if movement.view in ("front", "feet") else "side"


def scene_of(movement: Movement, turn: float) -> Rows:
    """Turns the movement's axes so that the camera stands where the movement is best seen."""
    view = view_of(movement)
    yaw, tilt = VIEWS[view]
    square = camera(view, turn=(90 if view != "side" else 0) - yaw + turn, tilt=-tilt)
    return np.stack([square.right, -square.near, square.up])


def lens_of(low: Rows, high: Rows, wanted: argparse.Namespace, rng: np.random.Generator) -> Lens:
    """A phone's lens, far enough away for all of the body."""
    view = float(rng.uniform(58, 68))
    half = np.tan(np.radians(view / 2)) * FILL
    across, up = (high[0] - low[0]) / 2, (high[2] - low[2]) / 2
    away = max(across / half, up / (half * wanted.high / wanted.wide), 2.0) - low[1]
    away *= float(rng.uniform(1.0, 1.12))
    goal = np.array([rng.uniform(-0.08, 0.08), 0, (low[2] + high[2]) / 2 + 0.02])
    place = np.array([rng.uniform(-0.1, 0.1), -away, rng.uniform(0.6, 1.15)])
    return Lens.at(place, goal, view, wanted.wide, wanted.high)


def run(made: Set, wanted: argparse.Namespace) -> Path | None:
    """Draw every frame, hand it on, and write what was asked for."""
    sheet: list[NDArray[np.uint8]] = []
    truth: list[Rows] = []
    every = max(1, len(made.times) // SHEET)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        seen = Path(folder) / "seen.npy"
        commands = [] if wanted.no_model else [_model(wanted, seen)]
        commands += [_ffmpeg(wanted)] if wanted.clip else []
        pipes = [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
            )
            for command in commands
        ]
        for number, (picture, joints) in enumerate(made.frames()):
            truth.append(joints)
            if number % every == 0:
                sheet.append(picture)
            for pipe in pipes:
                assert pipe.stdin
                pipe.stdin.write(picture.tobytes())
        for pipe in pipes:
            pipe.communicate()
        if wanted.sheet:
            _write_sheet(sheet, wanted.sheet)
        return None if wanted.no_model else _write(made, wanted, np.load(seen), np.array(truth))


def _model(wanted: argparse.Namespace, out: Path) -> list[str]:
    size = [str(wanted.wide), str(wanted.high), str(wanted.rate)]
    return [wanted.pose_python, str(HERE / "see.py"), str(MODEL), *size, str(out)]


def _ffmpeg(wanted: argparse.Namespace) -> list[str]:
    size = f"{wanted.wide}x{wanted.high}"
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(wanted.rate), "-i", "-"]
    return ["ffmpeg", "-y", "-loglevel", "error", *raw, "-pix_fmt", "yuv420p", str(wanted.clip)]


def _write_sheet(pictures: list[NDArray[np.uint8]], file: Path) -> None:
    from PIL import Image

    rows = [
        np.concatenate(pictures[n : n + 4], axis=1) for n in range(0, len(pictures) // 4 * 4, 4)
    ]
    Image.fromarray(np.concatenate(rows)).save(file)


def _write(made: Set, wanted: argparse.Namespace, seen: Rows, truth: Rows) -> Path:
    file = wanted.out / f"{made.exercise}__{wanted.fault or 'good'}.npz"
    file.parent.mkdir(parents=True, exist_ok=True)
    labels: dict[str, Any] = dict(_labels(made.exercise, made.performance.truth))
    if made.both_sides:
        labels["truth_side"] = np.full(len(made.performance.truth), "both")
    np.savez_compressed(
        file,
        landmarks=(np.rint(seen * GRAIN) / GRAIN).astype(np.float32),
        t=made.times,
        skeleton=np.asarray("blazepose33"),
        view=np.asarray(made.view),
        width=np.asarray(wanted.wide),
        height=np.asarray(wanted.high),
        body=np.asarray(made.mesh.name),
        seed=np.asarray(wanted.seed),
        truth_joints_2d=truth.astype(np.float16),
        **labels,
    )
    return file


def main() -> int:
    """Make one set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercise", required=True)
    parser.add_argument("--fault", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--body", default="", help="one of: " + ", ".join(names()))
    parser.add_argument("--rate", type=float, default=10.0, help="pictures a second")
    parser.add_argument("--wide", type=int, default=480)
    parser.add_argument("--high", type=int, default=360)
    parser.add_argument("--out", type=Path, default=Path("people"))
    parser.add_argument("--pose-python", default=sys.executable, help="a Python with mediapipe")
    parser.add_argument("--no-model", action="store_true", help="pictures only")
    parser.add_argument("--clip", type=Path)
    parser.add_argument("--sheet", type=Path)
    wanted = parser.parse_args()
    made = make_set(load_protocol(), wanted)
    kind = wanted.fault or "good"
    print(f"{wanted.exercise} {kind}: {made.mesh.name}, {len(made.times)} pictures")
    file = run(made, wanted)
    print(file or "done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
