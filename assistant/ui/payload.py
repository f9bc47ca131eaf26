"""What the page's script sends with an event, read as untrusted: a wrong type is as nothing."""

from __future__ import annotations

from collections.abc import Mapping


def number(data: object, name: str) -> int | None:
    """A whole number of an object, None when there is none."""
    value = data.get(name) if isinstance(data, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(data: object, name: str) -> str:
    """A text of an object, empty when there is none."""
    value = data.get(name) if isinstance(data, Mapping) else None
    return value if isinstance(value, str) else ""
