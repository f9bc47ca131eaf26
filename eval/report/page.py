"""The templates: everything that goes into a page is escaped, and a page holds all that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from eval.report import french, words
from eval.report.safe import clean


class _French(Extension):
    """Typesets the words of the templates themselves, written with plain spaces and straight apostrophes."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template; its own text, quoted text included, as French sets it."""
        for token in stream:
            own = token.type in ("data", "string")
            yield Token(token.lineno, token.type, french.for_page(token.value)) if own else token


def render(template: str, **context: Any) -> str:
    """A page made of a template of ``templates/``.

    Text from a corpus or a model is cleaned (``safe.clean``) and escaped.
    """
    environment = Environment(
        loader=PackageLoader("eval.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[_French],
    )
    environment.filters.update(
        number=french.number, percent=french.percent, duration=french.duration, plain=french.plain, day=french.day,
        counted=french.counted, typeset=french.for_page,
        role=lambda name: words.ROLES.get(name, name),
    )  # fmt: skip
    css = files("eval.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    # Ours, and the one place that autoescape would spoil.
    return environment.get_template(template).render(css=Markup(css), **context)  # noqa: S704


def _clean(value: Any) -> Any:
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return clean(value)
