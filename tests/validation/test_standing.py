from __future__ import annotations

import pytest

from assistant.validation.standing import locate


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("Il compte 17 engagements.", "17 engagements", "17 engagements"),
        ("Il compte\n17 enga-\ngements.", "compte 17 engagements", "compte\n17 enga-\ngements"),
        ("Une œuvre ﬁnie.", "œuvre finie", "œuvre ﬁnie"),
        ("Il y en a 117.", "17", None),
        ("Les particules.", "art", None),
        ("Rien de tel.", "autre chose", None),
        ("Rien de tel.", " - ", None),
    ],
)
def test_a_quote_is_found_word_for_word_whatever_the_lines(text: str, quote: str, found: str | None) -> None:
    place = locate(text, quote)
    assert (text[place[0] : place[1]] if place else None) == found


def test_of_several_places_the_nearest_is_taken() -> None:
    text = "oui. non. oui. non. oui."
    assert locate(text, "oui", near=11) == (10, 13)
    assert locate(text, "oui", near=19) == (20, 23)
