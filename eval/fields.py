"""What is wrong with the fields of an object that somebody wrote, told in French."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from pydantic import ValidationError

_NEAR = 0.75
"""How like one of ours a field is when it is taken for a misspelling of it."""


def first_refusal(error: ValidationError) -> tuple[str, str]:
    """The first field that pydantic refuses, its places in lists counted from 1, and the type of the refusal."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"]), first["type"]


def misspelt(names: Iterable[str], known: Collection[str]) -> tuple[str, str] | None:
    """The first name that is not known and looks like one that is, with that one; None when there is none."""
    for name in names:
        near = [] if name in known else difflib.get_close_matches(name.lower(), known, n=1, cutoff=_NEAR)
        if near:
            return name, near[0]
    return None
