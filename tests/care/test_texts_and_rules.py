"""What a person reads about a rule has the numbers of the rule."""

from __future__ import annotations

from ischia.protocol.model import Protocol


def test_how_much_it_may_hurt_is_what_adaptation_takes_for_good(protocol: Protocol) -> None:
    text = protocol.education["how_much_may_hurt"].text
    value = protocol.parameter
    assert f"less than {value('light_amber_rise'):g} points" in text
    assert f"stays below {value('light_amber_pain'):g}," in text
    assert f"was {value('light_amber_pain'):g} or more" in text
    assert f"within {value('light_settle_green_hours'):g} hour" in text
    assert value("light_morning_amber_rise") == 1  # "no higher the next morning"
    assert value("light_steady_rise") <= 1  # "should not go up"
