"""What a command runs on: the options that stand before it, its settings, and an assistant opened and closed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.cli_run import Result, stdout_for_the_result
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from assistant.service import Assistant


@dataclass(frozen=True, slots=True)
class Common:
    """The options that stand before the command."""

    config: Path | None
    data_dir: Path | None


def open_assistant(settings: Settings, *, for_rebuild: bool = False) -> Assistant:
    """The assistant on its data folder; ``for_rebuild`` accepts an index that was made with another model."""
    from assistant.service import Assistant

    return Assistant.open(settings, for_rebuild=for_rebuild)


def settings_of(context: typer.Context, **options: Any) -> Settings:
    """The settings, with the options that stand before the command and those of the command itself."""
    common: Common = context.obj
    return load_settings(common.config, {"data_dir": common.data_dir, **options})


def on_assistant(
    context: typer.Context, work: Callable[[Assistant], Result], *, for_rebuild: bool = False, **options: Any
) -> Result:
    """Open the assistant with the command's options, do ``work`` with stdout kept for its result, close it."""
    settings = settings_of(context, **options)
    with stdout_for_the_result(), closing(open_assistant(settings, for_rebuild=for_rebuild)) as assistant:
        return work(assistant)
