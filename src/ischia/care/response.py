"""What a session did to the symptoms, and what colour that is.

Pain is 0 to 10. A zone is how far down the pain reaches: 0 none, 1 back, 2 buttock, 3 thigh,
4 knee or calf, 5 foot. None means that the person did not say: what is not known is never green.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from enum import StrEnum
from statistics import median

from msgspec import Struct

from ischia.care.decision import Decision, Reason, reason_of, unique
from ischia.care.sayings import SET_AT
from ischia.protocol.base import Item
from ischia.protocol.model import Parameter, Protocol

MINUTES_PER_HOUR = 60


class Light(StrEnum):
    """How a session was taken, from the best to the worst."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    EMERGENCY = "emergency"

    badness: int
    """0 for green up to 3 for an emergency."""

    def __init__(self, _word: str) -> None:
        self.badness = len(type(self).__members__)


class Pain(Struct, frozen=True):
    """Pain in the leg and in the back, 0 to 10."""

    leg: float | None = None
    back: float | None = None


class Response(Struct, frozen=True, kw_only=True):
    """One session. `done_share` is 0 to 1, effort and sleep 0 to 10, `form_score` 0 to 100.

    `tingling` is -1 less, 0 the same, 1 more. `exercise` is the one that brought trouble on, if
    the person knows. `form_score` comes from the camera or from the person's own rating; whether a
    session without it counts towards progress is a parameter. No rule reads `sleep`.
    """

    pain_before: Pain = Pain()
    pain_after: Pain = Pain()
    pain_next_morning: Pain = Pain()
    zone_before: int | None = None
    zone_after: int | None = None
    zone_next_morning: int | None = None
    tingling: int | None = None
    settled_within_hours: float | None = None
    effort: float | None = None
    form_score: float | None = None
    done_share: float | None = None
    sleep: float | None = None
    flare_felt: bool | None = None
    danger: bool | None = None
    exercise: str = ""


Sign = tuple[Light, Item, tuple[str, ...]]
Raised = Iterable[tuple[str, float]]
NEEDED = (
    "zone_before", "zone_after", "zone_next_morning", "tingling", "effort", "done_share",
    "flare_felt", "danger",
)  # fmt: skip
PAINS = ("pain_before", "pain_after", "pain_next_morning")


def classify(
    protocol: Protocol, response: Response, history: Sequence[Response] = ()
) -> Decision[Light]:
    """The colour of a session, with the person's last sessions as the measure of a flare."""
    signs = sorted(_signs(protocol, response, history), key=lambda sign: -sign[0].badness)
    if not signs:
        rule = protocol.adaptation_rules["good_session"]
        return Decision(Light.GREEN, (reason_of(rule, rule.text, ()),))
    reasons = (_reason(item, findings) for _, item, findings in signs)
    return Decision(signs[0][0], unique(reasons))


def is_noise(protocol: Protocol, response: Response, rules: Set[str]) -> bool:
    """Uneasy for nothing but mild pain that was a little higher the next morning, as it is on many
    days without any reason."""
    morning, limit = response.pain_next_morning, protocol.parameter("light_amber_pain")
    mild = all(pain is None or pain < limit for pain in (morning.leg, morning.back))
    return mild and rules == {"light_morning_amber_rise"}


def _reason(item: Item, findings: tuple[str, ...]) -> Reason:
    text = getattr(item, "text", "")
    if isinstance(item, Parameter):
        text = SET_AT.format(text=text, value=f"{item.value:g}", unit=item.unit)
    return reason_of(item, text, findings)


def _signs(protocol: Protocol, response: Response, history: Sequence[Response]) -> Iterator[Sign]:
    if response.danger:
        yield Light.EMERGENCY, protocol.adaptation_rules["danger_stop"], ("danger",)
    for item, findings in flare_signs(protocol, response, history):
        yield Light.RED, item, findings
    yield from _pain_signs(protocol, response)
    yield from _nerve_signs(protocol, response)
    yield from _settling_signs(protocol, response)
    missing = tuple(_missing(response))
    if missing:
        yield Light.AMBER, protocol.adaptation_rules["missing_answers"], missing


def _pain_signs(protocol: Protocol, response: Response) -> Iterator[Sign]:
    for before, after, morning in _sites(response):
        if after is not None:
            yield from _named(_height(protocol, before, after), "pain_before", "pain_after")
        if after is not None and before is not None:
            yield from _named(_rise(protocol, after - before), "pain_before", "pain_after")
        if morning is not None and before is not None:
            rise = morning - before
            found = _band(protocol, rise, "light_morning_red_rise", "light_morning_amber_rise")
            yield from _named(found, "pain_before", "pain_next_morning")


def _height(protocol: Protocol, before: float | None, after: float) -> tuple[Light, Item] | None:
    """Pain that rose is judged more strictly than pain that was as strong before."""
    if not _steady(protocol, before, after):
        return _band(protocol, after, "light_red_pain", "light_amber_pain")
    return _band(protocol, after, "light_steady_red", "light_steady_pain")


def _steady(protocol: Protocol, before: float | None, after: float) -> bool:
    """The session did not raise it. Pain whose start is not known may have risen."""
    return before is not None and after - before < protocol.parameter("light_steady_rise")


def _band(protocol: Protocol, value: float, red: str, amber: str) -> tuple[Light, Item] | None:
    """Red from one threshold on, amber from the other."""
    for light, name in ((Light.RED, red), (Light.AMBER, amber)):
        threshold = protocol.parameters[name]
        if value >= threshold.value:
            return light, threshold
    return None


def _rise(protocol: Protocol, rise: float) -> tuple[Light, Item] | None:
    """Red above one threshold, amber from the other on: a rise of exactly two is still amber."""
    red, amber = protocol.parameters["light_red_rise"], protocol.parameters["light_amber_rise"]
    if rise > red.value:
        return Light.RED, red
    return (Light.AMBER, amber) if rise >= amber.value else None


def _named(found: tuple[Light, Item] | None, *findings: str) -> Iterator[Sign]:
    if found is not None:
        yield (*found, findings)


def _nerve_signs(protocol: Protocol, response: Response) -> Iterator[Sign]:
    rule = protocol.parameters["light_transient_minutes"]
    if spread(response):
        light = Light.RED if spread_lasts(protocol, response) else Light.AMBER
        yield light, rule, ("zone_before", "zone_after", "zone_next_morning")
    if response.tingling is not None and response.tingling > 0:
        light = Light.RED if tingling_lasts(protocol, response) else Light.AMBER
        yield light, rule, ("tingling",)


def _settling_signs(protocol: Protocol, response: Response) -> Iterator[Sign]:
    hours = response.settled_within_hours
    if hours is None:
        return
    for light, name in ((Light.RED, "light_settle_red"), (Light.AMBER, "light_settle_green")):
        rule = protocol.parameters[f"{name}_hours"]
        if hours > rule.value:
            yield light, rule, ("settled_within_hours",)
            return


def spread(response: Response) -> bool:
    """The pain reached further towards the foot, after the session or next morning."""
    return _further(response.zone_before, response.zone_after) or _stayed(response)


def spread_lasts(protocol: Protocol, response: Response) -> bool:
    """It did so for longer than a passing moment, or nobody can say that it passed."""
    if not spread(response):
        return False
    unknown = response.zone_next_morning is None
    return unknown or _stayed(response) or not _brief(protocol, response)


def tingling_lasts(protocol: Protocol, response: Response) -> bool:
    """Tingling or numbness grew for longer than a passing moment, or nobody can say."""
    return (response.tingling or 0) > 0 and not _brief(protocol, response)


def _stayed(response: Response) -> bool:
    return _further(response.zone_before, response.zone_next_morning)


def _further(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after > before


def _brief(protocol: Protocol, response: Response) -> bool:
    hours = response.settled_within_hours
    limit = protocol.parameter("light_transient_minutes")
    return hours is not None and hours * MINUTES_PER_HOUR <= limit


def flare_signs(
    protocol: Protocol, response: Response, history: Sequence[Response]
) -> Iterator[tuple[Item, tuple[str, ...]]]:
    """Why this is a flare: the person says so, pain at rest is up, or the spread has stayed."""
    if response.flare_felt:
        yield protocol.adaptation_rules["flare_felt"], ("flare_felt",)
    sites = (_leg,) if _draws_back(response, history) else (_leg, _back)
    if any(_above_usual(protocol, response, history, site) for site in sites):
        yield protocol.parameters["flare_rise"], ("pain_before", "pain_next_morning")
    if _stayed(response):
        yield protocol.adaptation_rules["flare_spread"], ("zone_before", "zone_next_morning")


def _draws_back(response: Response, history: Sequence[Response]) -> bool:
    """The leg is easier and the pain nearer to the spine than usual: then a sorer back is no flare
    (it often is so while pain centralises)."""
    legs = [past.pain_before.leg for past in history if past.pain_before.leg is not None]
    zones = [past.zone_before for past in history if past.zone_before is not None]
    now = (response.pain_before, response.pain_next_morning)
    leg = [pain.leg for pain in now if pain.leg is not None]
    zone = [z for z in (response.zone_before, response.zone_next_morning) if z is not None]
    if not (legs and zones and leg and zone):
        return False
    return max(leg) < median(legs) and max(zone) < median(zones)


def _above_usual(
    protocol: Protocol,
    response: Response,
    history: Sequence[Response],
    site: Callable[[Pain], float | None],
) -> bool:
    usual = [value for past in history if (value := site(past.pain_before)) is not None]
    if len(usual) < protocol.parameter("flare_usual_sessions"):
        return False
    limit = median(usual) + protocol.parameter("flare_rise")
    now = (site(response.pain_before), site(response.pain_next_morning))
    return any(value is not None and value >= limit for value in now)


def severe(protocol: Protocol, response: Response) -> bool:
    """So much pain, or so far a spread that lasts, that help should be sought at once."""
    worst = max((value for site in _sites(response) for value in site if value is not None),
                default=0.0)  # fmt: skip
    zones = (response.zone_after or 0, response.zone_next_morning or 0)
    moved = max(zones) - response.zone_before if response.zone_before is not None else 0
    far = moved >= protocol.parameter("flare_severe_zones") and spread_lasts(protocol, response)
    return worst >= protocol.parameter("flare_severe_pain") or far


def centralised(response: Response) -> bool:
    """The pain drew back towards the spine."""
    return _further(response.zone_after, response.zone_before)


def counts_for_progress(protocol: Protocol, response: Response) -> bool:
    """Done well (or nobody judged how well), done nearly in full, and not too hard."""
    form, done, effort = response.form_score, response.done_share, response.effort
    if done is None or effort is None:
        return False
    unjudged = form is None and protocol.parameter("progress_form_unjudged") >= 1
    well = form is not None and form >= protocol.parameter("progress_form")
    return (
        (well or unjudged)
        and done >= protocol.parameter("progress_done")
        and effort <= protocol.parameter("progress_effort")
    )


def _missing(response: Response) -> Iterator[str]:
    for name in NEEDED:
        if getattr(response, name) is None:
            yield name
    for name in PAINS:
        pain: Pain = getattr(response, name)
        if pain.leg is None or pain.back is None:
            yield name
    if response.settled_within_hours is None and _to_settle(response):
        yield "settled_within_hours"


def _to_settle(response: Response) -> bool:
    pains = ((before, after) for before, after, _ in _sites(response))
    rose = any(b is not None and a is not None and a > b for b, a in pains)
    return rose or spread(response) or (response.tingling or 0) > 0


def _sites(response: Response) -> Iterator[tuple[float | None, float | None, float | None]]:
    """Before, after and next morning: once for the leg, once for the back."""
    before, after, morning = response.pain_before, response.pain_after, response.pain_next_morning
    yield before.leg, after.leg, morning.leg
    yield before.back, after.back, morning.back


def _leg(pain: Pain) -> float | None:
    return pain.leg


def _back(pain: Pain) -> float | None:
    return pain.back
