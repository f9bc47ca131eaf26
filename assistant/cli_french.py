"""The French chrome of the command line: help titles, and one clear line for a wrong command or option."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from typer import Exit, TyperException
from typer.core import TyperCommand, TyperGroup

from assistant.errors import UsageError

if TYPE_CHECKING:
    from typer import Context

USAGE = "Utilisation : "
HELP = "Montrer cette aide et s'arrêter."
GLOBAL_OPTIONS = ("--config", "--data-dir", "--version")


class FrenchCommand(TyperCommand):
    """A command whose help is entirely in French."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the first line of the help."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=USAGE)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and the options, without the names of Python's types."""
        arguments, options = [], []
        for parameter in self.get_params(ctx):
            if parameter.param_type_name == "argument":
                arguments.append((str(parameter.metavar), str(getattr(parameter, "help", ""))))
            elif record := parameter.get_help_record(ctx):
                options.append(record)
        for title, rows in (("Arguments", arguments), ("Options", options)):
            _write_section(formatter, title, rows)

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, described in French."""
        return _in_french(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """The program itself: French help, and a French refusal of an unknown command."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the first line of the help."""
        pieces = [*super(TyperGroup, self).collect_usage_pieces(ctx), "COMMANDE …"]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=USAGE)

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``, described in French."""
        return _in_french(super().get_help_option(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the list of the commands."""
        rows = [(name, command.get_short_help_str(limit=100)) for name, command in self.commands.items()]
        _write_section(formatter, "Options", [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx))])
        _write_section(formatter, "Commandes", rows)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Without any argument, show the help: nothing was asked for wrongly."""
        if not args:
            print(ctx.get_help())  # noqa: T201  # the help is the result here
            raise Exit(0)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named, or a refusal with the nearest name."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            remedy = f"Vouliez-vous dire {near[0]} ?" if near else f"Commandes : {', '.join(self.commands)}."
            raise UsageError(f"Commande inconnue : {args[0]}. {remedy}")
        return super().resolve_command(ctx, args)


def _write_section(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(f"{title} "):  # French puts a space before the colon that follows
            formatter.write_dl(rows)


def _in_french(option: Any) -> Any:
    if option is not None:
        option.help = HELP
    return option


def usage_message(error: TyperException) -> str:
    """A wrong option or argument, said in French in one line, with where to look.

    The classes of these errors are private to typer, hence the names.
    """
    kind = type(error).__name__
    context: Context | None = getattr(error, "ctx", None)
    option = str(getattr(error, "option_name", ""))
    if kind == "NoSuchOption":
        text = f"Option inconnue : {option}. {_option_remedy(option, getattr(error, 'possibilities', None))}".strip()
    elif kind == "BadOptionUsage":
        expected = "ne prend pas de valeur" if "does not take" in error.message else "attend une valeur"
        text = f"L'option {option} {expected}."
    elif kind == "BadParameter":
        parameter = getattr(error, "param", None)
        name = parameter.get_error_hint().strip("'") if parameter else "un argument"
        text = f"Valeur refusée pour {name} : {error.message}"
    elif "unexpected extra argument" in error.message:
        extra = error.message.partition("argument(s) (")[2].rpartition(")")[0]
        text = f"Argument en trop : {extra}. Une question se met entre guillemets."
    elif "Missing command" in error.message:
        text = "Il manque une commande."
    else:
        text = f"Commande mal formée : {error.format_message()}"
    return f"{text} Voir « {context.command_path if context else 'assistant'} --help »."


def _option_remedy(option: str, possibilities: list[str] | None) -> str:
    """The next step after an unknown option."""
    if option in GLOBAL_OPTIONS:
        return f"Elle se place avant la commande : assistant {option} …"
    return f"Vouliez-vous dire {' ou '.join(sorted(possibilities))} ?" if possibilities else ""
