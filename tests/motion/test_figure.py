"""Figures: every exercise from every side, well-formed, moving or still, and right on paper."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from ischia.cli import front_door
from ischia.motion.camera import VIEWS, camera, mirrored
from ischia.motion.figure import figure_svg
from ischia.motion.figure_image import gif, png, sheet
from ischia.motion.figure_paint import DARK, LIGHT, stylesheet
from ischia.motion.figure_scene import HEIGHT, WIDTH, Drawing, draw
from ischia.motion.figure_svg import svg_of
from ischia.motion.figure_things import PROPS as DRAWN_PROPS
from ischia.motion.figure_tint import TINTS
from ischia.motion.kinematics import forward
from ischia.motion.silhouette import ball, egg, outline
from ischia.motion.skeleton import Body
from ischia.protocol.load import load_protocol
from ischia.protocol.movement import ONE_TINTS, PROPS, SIDED_TINTS

PROTOCOL = load_protocol()
SVG = "{http://www.w3.org/2000/svg}"
SPILL = 0.03  # share of the picture by which a floor or a wall may reach over its edge


@cache
def drawing(exercise: str, view: str = "", fault: str = "") -> Drawing:
    return draw(PROTOCOL, exercise, view=view, fault=fault)


def numbers(path: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]


def test_a_ball_looks_like_a_circle_from_everywhere() -> None:
    for view in VIEWS:
        ring = outline([ball(np.array([1.0, 2.0, 3.0]), 0.5)], camera(view))
        np.testing.assert_allclose(np.linalg.norm(ring - ring.mean(axis=0), axis=1), 0.5, atol=1e-9)


def test_a_hull_holds_all_of_its_bodies() -> None:
    looking = camera("three_quarter")
    one = egg(np.zeros(3), np.eye(3), 0.3, 0.1, 0.2)
    other = ball(np.array([0.5, 0.2, 0.1]), 0.1)
    whole = outline([one, other], looking)
    for body in (one, other):
        for point in outline([body], looking):
            assert _inside(point, whole, 0.01)


def _inside(point: np.ndarray, ring: np.ndarray, slack: float) -> bool:
    along = np.roll(ring, -1, axis=0) - ring
    to = point - ring
    cross = along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]
    return bool((cross >= -slack * np.linalg.norm(along, axis=1)).all())


@pytest.mark.parametrize("exercise", PROTOCOL.movements)
def test_the_moving_figure_is_whole(exercise: str) -> None:
    text = svg_of(drawing(exercise))
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert "nan" not in text.lower()
    assert "<script" not in text
    assert " style=" not in text
    assert root.findtext(f"{SVG}title") == PROTOCOL.exercises[exercise].title
    assert PROTOCOL.exercises[exercise].steps[0] in (root.findtext(f"{SVG}desc") or "")
    for path in root.iter(f"{SVG}path"):
        for move in path.iter(f"{SVG}animate"):
            _check_animation(path, move)


def _check_animation(path: ET.Element, move: ET.Element) -> None:
    """A path blends only into paths of the same commands."""
    times = numbers(move.get("keyTimes", "").replace(";", " "))
    looks = move.get("values", "").split(";")
    assert len(times) == len(looks)
    assert times[0] == 0
    assert times[-1] == 1
    assert times == sorted(times)
    shape = re.sub(r"[-\d. ]+", "#", path.get("d", ""))
    count = len(numbers(path.get("d", "")))
    for look in looks:
        assert re.sub(r"[-\d. ]+", "#", look) == shape
        assert len(numbers(look)) == count


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("exercise", PROTOCOL.movements)
def test_every_exercise_can_be_seen_from_every_side(exercise: str, view: str) -> None:
    found = drawing(exercise, view)
    names = set(found.frames[0].shapes)
    for frame in found.frames:
        assert set(frame.shapes) == names
        for shape in frame.shapes.values():
            points = np.array([point for ring in shape.rings for point in ring])
            assert np.isfinite(points).all(), shape.name
            if shape.name != "shadow":
                assert (points >= [-SPILL * WIDTH, -SPILL * HEIGHT]).all(), shape.name
                assert (points <= [(1 + SPILL) * WIDTH, (1 + SPILL) * HEIGHT]).all(), shape.name


@pytest.mark.parametrize("exercise", PROTOCOL.movements)
def test_what_moves_is_drawn_moving(exercise: str) -> None:
    movement = PROTOCOL.movements[exercise]
    found = drawing(exercise)
    start = found.frames[0]
    moved = max(
        float(np.abs(np.array(after) - before).max())
        for name in found.order
        for before, after in zip(
            start.shapes[name].rings, found.frames[found.target].shapes[name].rings, strict=True
        )
    )
    if movement.rep in ("cycle", "hold"):
        assert moved > 10, "a counted movement must be seen"


@pytest.mark.parametrize("exercise", [n for n, m in PROTOCOL.movements.items() if m.faults])
def test_a_fault_looks_different_or_takes_another_time(exercise: str) -> None:
    right = drawing(exercise)
    for fault, look in PROTOCOL.movements[exercise].faults.items():
        wrong = drawing(exercise, fault=fault)
        if look.pose:
            shapes = (right.frames[right.target].shapes, wrong.frames[wrong.target].shapes)
            assert shapes[0] != shapes[1], fault
        elif look.pace != 1:
            assert wrong.seconds != right.seconds, fault


def test_all_that_the_protocol_can_name_can_be_drawn() -> None:
    assert set(PROPS) == set(DRAWN_PROPS)
    assert {*ONE_TINTS, *SIDED_TINTS} == set(TINTS)


def test_limbs_are_painted_from_far_to_near() -> None:
    order = drawing("bird_dog").order
    assert order.index("arm_l") < order.index("shirt") < order.index("arm_r")
    assert drawing("bird_dog").frames[0].shapes["arm_l"].paint == "skin-far"
    assert drawing("bird_dog").frames[0].shapes["arm_r"].paint == "skin"


def test_the_face_is_not_seen_from_behind() -> None:
    points = mirrored(forward(Body.of(), {}))
    from ischia.motion.figure_body import painting_order, person

    for turn, first in ((0, "hair"), (180, "face")):
        looking = camera("front", turn=turn)
        order = painting_order([person(points, looking)], looking)
        assert min(order.index("hair"), order.index("face")) == order.index(first)


def test_still_shows_the_start_behind_the_end_and_does_not_move() -> None:
    text = figure_svg(PROTOCOL, "bridge", still=True)
    assert "<animate" not in text
    assert 'class="fig-ghost"' in text
    assert 'class="fig-way"' in text


def test_light_and_dark_paint_the_same_things() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in (LIGHT | DARK).values())
    light, dark = (svg_of(drawing("clam"), still=True, dark=dark) for dark in (False, True))
    assert "prefers-color-scheme:dark" in light  # follows the reader's setting by itself
    assert LIGHT["shirt"] in light
    assert DARK["shirt"] in dark
    assert ".fig-skin{fill:var(--fig-skin" in stylesheet()


def test_pictures_for_documents() -> None:
    found = drawing("bridge")
    still = Image.open(io.BytesIO(png(found, width=320)))
    assert still.size == (320, 320 * HEIGHT // WIDTH)
    assert len(still.getcolors(1_000_000) or []) > 50
    moving: Any = Image.open(io.BytesIO(gif(found, width=160)))
    assert moving.is_animated
    assert moving.n_frames > 5
    whole = Image.open(io.BytesIO(sheet([found, drawing("clam"), found], tile=120, columns=2)))
    assert whole.width == 240


def test_the_command_writes_what_is_asked_for(tmp_path: Path) -> None:
    run = CliRunner()
    for name in ("bridge.svg", "bridge.png", "bridge.gif"):
        result = run.invoke(front_door, ["figure", "bridge", "-o", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).stat().st_size > 1000
    result = run.invoke(front_door, ["figure", "bridge", "--still", "--view", "front"])
    assert result.exit_code == 0
    assert result.stdout.startswith("<svg")
    faults = tmp_path / "faults.png"
    result = run.invoke(front_door, ["figure", "bridge", "--sheet", "-o", str(faults)])
    assert result.exit_code == 0
    assert faults.is_file()


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["brige"], "did you mean bridge"),
        ([], "name an exercise"),
        (["bridge", "--fault", "nose"], "use too_low"),
        (["bridge", "-o", "bridge.bmp"], ".svg, .png, .gif"),
        (["bridge", "-o", "/no/such/folder/bridge.svg"], "name a file that can be written"),
    ],
)
def test_the_command_says_what_is_wrong(words: list[str], hint: str) -> None:
    result = CliRunner().invoke(front_door, ["figure", *words])
    assert result.exit_code == 2
    assert hint in result.stderr


def test_a_figure_that_stands_alone_holds_still_for_whoever_prefers_it() -> None:
    text = svg_of(drawing("bridge"), alone=True)
    groups = {g.get("class"): g for g in ET.fromstring(text).iter(f"{SVG}g")}  # noqa: S314
    assert next(groups["moving"].iter(f"{SVG}animate"), None) is not None
    assert next(groups["still"].iter(f"{SVG}animate"), None) is None
    assert "prefers-reduced-motion:reduce){.moving{display:none}.still{display:inline}}" in text
