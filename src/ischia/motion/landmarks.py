"""The 17 landmarks that everything in `motion` speaks of, and how known skeletons give them.

Written in the Python that CPython and MicroPython share: the page on a phone uses this file too.

Two kinds of coordinates:

- `image`: x to the right and y DOWN, both in units of the picture's height (x times width/height);
  z is not used. Camera skeletons (`blazepose33`, `coco17`, `body25`, `halpe26`) give this.
- `world`: metres, y UP, three-dimensional, right-handed. Kinect skeletons give this.

A landmark is `(x, y, z, visibility)`, visibility from 0 (not seen) to 1. What a skeleton does not
have is NaN with visibility 0. `_l` and `_r` are the person's own left and right.
"""

LANDMARKS = (
    "nose",
    "ear_l",
    "ear_r",
    "shoulder_l",
    "shoulder_r",
    "elbow_l",
    "elbow_r",
    "wrist_l",
    "wrist_r",
    "hip_l",
    "hip_r",
    "knee_l",
    "knee_r",
    "ankle_l",
    "ankle_r",
    "toe_l",
    "toe_r",
)
INDEX = {name: number for number, name in enumerate(LANDMARKS)}

# Joint numbers of each skeleton in the order of LANDMARKS: () absent, several are averaged.
# blazepose33: MediaPipe Pose. coco17: the COCO key points. body25: OpenPose. halpe26: AlphaPose.
# kinect25: `JointType` of the Kinect v2 SDK, whose Head is the middle of the head (so it stands for
# both ears, and there is no nose). kinect22: the joints of UI-PRMD (Vakanski et al. 2018), where a
# joint is the upper end of its segment: `l_forearm` is the elbow.
SOURCES: "dict[str, tuple[tuple[int, ...], ...]]" = {
    "blazepose33": (
        (0,), (7,), (8,), (11,), (12,), (13,), (14,), (15,), (16,),
        (23,), (24,), (25,), (26,), (27,), (28,), (31,), (32,),
    ),
    "coco17": (
        (0,), (3,), (4,), (5,), (6,), (7,), (8,), (9,), (10,),
        (11,), (12,), (13,), (14,), (15,), (16,), (), (),
    ),
    "body25": (
        (0,), (18,), (17,), (5,), (2,), (6,), (3,), (7,), (4,),
        (12,), (9,), (13,), (10,), (14,), (11,), (19,), (22,),
    ),
    "halpe26": (
        (0,), (3,), (4,), (5,), (6,), (7,), (8,), (9,), (10,),
        (11,), (12,), (13,), (14,), (15,), (16,), (20,), (21,),
    ),
    "kinect25": (
        (), (3,), (3,), (4,), (8,), (5,), (9,), (6,), (10,),
        (12,), (16,), (13,), (17,), (14,), (18,), (15,), (19,),
    ),
    "kinect22": (
        (), (4, 5), (4, 5), (7,), (11,), (8,), (12,), (9,), (13,),
        (14,), (18,), (15,), (19,), (16,), (20,), (17,), (21,),
    ),
}  # fmt: skip
JOINTS = {
    "blazepose33": 33,
    "coco17": 17,
    "body25": 25,
    "halpe26": 26,
    "kinect25": 25,
    "kinect22": 22,
}
SKELETONS = tuple(SOURCES)
WORLD_SKELETONS = ("kinect25", "kinect22")

NAN = float("nan")
ABSENT = (NAN, NAN, NAN, 0.0)


def space_of(skeleton: str) -> str:
    """`world` or `image`: the coordinates that `skeleton` is recorded in."""
    return "world" if skeleton in WORLD_SKELETONS else "image"


def landmarks_of(
    skeleton: str, joints: "list[tuple[float, float, float, float]]", aspect: float = 1.0
) -> "list[tuple[float, float, float, float]]":
    """The 17 landmarks of one frame.

    `joints` is a sequence of (x, y, z, visibility), one per joint of `skeleton`; `aspect` is the
    picture's width/height when x and y are shares of width and height, otherwise 1. Raises
    `KeyError` for an unknown skeleton and `IndexError` for too few joints.
    """
    return [_joined(joints, numbers, aspect) for numbers in SOURCES[skeleton]]


def _joined(
    joints: "list[tuple[float, float, float, float]]", numbers: "tuple[int, ...]", aspect: float
) -> "tuple[float, float, float, float]":
    if not numbers:
        return ABSENT
    if len(numbers) == 1:
        x, y, z, visibility = joints[numbers[0]]
        return (x * aspect, y, z, visibility)
    share = 1.0 / len(numbers)
    parts = [joints[number] for number in numbers]
    x, y, z = (sum([part[axis] for part in parts]) * share for axis in (0, 1, 2))
    return (x * aspect, y, z, min([part[3] for part in parts]))
