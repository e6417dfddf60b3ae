"""The drawing of the body for the map: an outline, the nerve's way, and where each region lies.

A drawing of 220 by 462 units whose middle is x = 110. Points are (distance from the middle, y) of
one half; the other half is its mirror image. They say where a region is shown, nothing clinical:
what a region means is the protocol's.
"""

from __future__ import annotations

Point = tuple[float, float]
Points = tuple[Point, ...]

WIDTH, HEIGHT, MIDDLE = 220, 462, 110.0
FRONT, BACK = "front", "back"

TRUNK: Points = (
    (0, 48), (8, 50), (9, 60), (20, 68), (35, 75), (41, 86), (38, 104), (36, 120), (32.5, 136),
    (30, 150), (31, 166), (36, 184), (39, 204), (39.5, 222), (38, 246), (35, 272), (31, 294),
    (28.5, 310), (29.5, 328), (31.5, 346), (30, 366), (25.5, 388), (21.5, 406), (20.5, 418),
    (24, 430), (28, 441), (26.5, 449), (19, 452), (11, 451), (8.5, 443), (10, 430), (10.5, 416),
    (9.5, 400), (7, 376), (5.5, 352), (6.5, 332), (8, 314), (7, 296), (4.5, 268), (2, 240),
    (0, 228),
)  # fmt: skip
ARM: Points = (
    (35, 77), (43, 82), (49, 98), (52, 120), (56, 144), (61, 168), (66, 190), (70, 204), (72, 218),
    (69, 231), (64, 229), (61, 214), (58, 196), (52, 174), (47, 152), (43, 130), (40, 108),
    (37, 92),
)  # fmt: skip
NERVE: dict[str, tuple[Points, ...]] = {
    BACK: (
        ((4, 160), (6, 176), (13, 198), (18, 222), (17, 250), (15.5, 280), (15, 300), (14, 320),
         (14.5, 350), (13, 386), (15, 414), (16, 438)),
        ((15, 298), (20, 310), (25.5, 322), (27, 334)),
    ),
    FRONT: (((26, 318), (25.5, 340), (22, 370), (18, 400), (17, 424), (14, 441)),),
}  # fmt: skip
# region: for each view the outline of its place, cut off where the body ends
PLACES: dict[str, dict[str, Points]] = {
    "neck": {BACK: ((-12, 49), (12, 49), (16, 66), (-16, 66))},
    "upper_back": {BACK: ((-42, 67), (42, 67), (38, 138), (-38, 138))},
    "lower_back": {BACK: ((-19, 140), (19, 140), (19, 176), (-19, 176))},
    "flank": {BACK: ((21, 140), (40, 140), (40, 174), (21, 174))},
    "abdomen": {FRONT:
                ((-40, 126), (40, 126), (40, 162), (27, 184), (0, 198), (-27, 184), (-40, 162))},
    "arm": {FRONT: ARM, BACK: ARM},
    "sacral_dimple": {BACK: ((1, 178), (14, 178), (12, 193), (1, 193))},
    "buttock": {BACK: ((1, 195), (13, 194), (16, 178), (28, 176), (33, 196), (34, 228), (20, 236),
                       (7, 232), (7, 222), (1, 220))},
    "saddle": {BACK: ((-6, 223), (6, 223), (6, 240), (-6, 240)),
               FRONT: ((-6, 214), (6, 214), (4, 234), (-4, 234))},
    "groin": {FRONT: ((2, 200), (27, 187), (33, 196), (11, 226), (7, 212))},
    "lateral_hip": {BACK: ((30, 176), (48, 176), (48, 228), (36, 228), (35, 196)),
                    FRONT: ((29, 186), (48, 166), (48, 220), (36, 220), (35, 196))},
    "thigh_back": {BACK: ((2, 240), (8, 235), (20, 239), (33, 231), (25, 297), (2, 297))},
    "thigh_outer": {BACK: ((35, 230), (48, 230), (40, 297), (27, 297)),
                    FRONT: ((35, 222), (48, 222), (40, 294), (26, 294))},
    "thigh_front": {FRONT: ((33, 199), (33, 222), (24, 294), (13, 294), (12, 230))},
    "thigh_inner": {FRONT: ((10, 230), (11, 294), (0, 294), (0, 236))},
    "knee_back": {BACK: ((2, 299), (24, 299), (23, 326), (2, 326))},
    "knee_front": {FRONT: ((13, 296), (23, 296), (23, 326), (13, 326))},
    "knee_inner": {FRONT: ((0, 296), (11, 296), (11, 326), (0, 326))},
    "knee_outer": {BACK: ((26, 299), (40, 299), (40, 326), (25, 326)),
                   FRONT: ((25, 296), (40, 296), (40, 326), (25, 326))},
    "calf": {BACK: ((2, 328), (23, 328), (23, 350), (18, 402), (2, 402))},
    "shin_outer": {BACK: ((25, 328), (40, 328), (34, 402), (20, 402), (25, 350)),
                   FRONT: ((19, 328), (40, 328), (34, 404), (16, 404))},
    "shin_inner": {FRONT: ((2, 328), (17, 328), (14, 404), (2, 404))},
    "ankle_inner": {FRONT: ((4, 406), (14, 406), (13, 424), (4, 424))},
    "foot_top": {FRONT: ((16, 406), (26, 406), (20, 422), (20.5, 437), (10, 437), (11, 426),
                         (15, 424))},
    "foot_outer": {FRONT: ((22, 422), (32, 422), (32, 438), (22.5, 438))},
    "big_toe": {FRONT: ((4, 439), (15, 439), (15, 456), (4, 456))},
    "little_toe": {FRONT: ((21.5, 440), (32, 440), (32, 456), (21, 456))},
    "heel": {BACK: ((4, 404), (28, 404), (24, 428), (8, 428))},
    "sole": {BACK: ((6, 430), (30, 430), (32, 456), (4, 456))},
}  # fmt: skip


def smooth(points: Points, *, side: int, closed: bool) -> str:
    """A curve through the points (Catmull-Rom), on one side (1 or -1) of the drawing."""
    xy = [(MIDDLE + side * x, y) for x, y in points]
    around = [xy[-1], *xy, xy[0], xy[1]] if closed else [xy[0], *xy, xy[-1]]
    parts = [f"M{_pair(xy[0])}"]
    for before, start, end, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        one = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        two = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        parts.append(f"C{_pair(one)} {_pair(two)} {_pair(end)}")
    return "".join(parts) + ("Z" if closed else "")


def straight(points: Points, *, side: int) -> str:
    """A closed outline with corners."""
    return "M" + "L".join(_pair((MIDDLE + side * x, y)) for x, y in points) + "Z"


def trunk() -> str:
    """Trunk and both legs as one outline."""
    left = tuple((-x, y) for x, y in reversed(TRUNK[1:-1]))
    return smooth((*TRUNK, *left), side=1, closed=True)


def _pair(point: Point) -> str:
    return f"{point[0]:.4g} {point[1]:.4g}"
