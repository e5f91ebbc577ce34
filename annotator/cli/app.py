"""All commands, and the one place where an error becomes an exit status."""

import sys
from typing import Annotated

import typer

from annotator import __version__
from annotator.cli import agreement, data, link, people, scheme, serve, token, usage
from annotator.cli.errors import INTERRUPTED, REFUSED, reason, status_of
from annotator.cli.output import answer, say
from annotator.domain.errors import AnnotatorError

app = typer.Typer(
    name="annotator",
    help="Mark claims, speculation and their sources in news articles.\n\n"
    "Without a command: serve.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)
app.command("serve")(serve.serve)
app.command("link")(link.link)
app.command("import")(data.import_)
app.command("export")(data.export)
app.command("agreement")(agreement.agreement)
app.command("verify")(data.verify)
app.add_typer(scheme.app, name="scheme")
app.add_typer(people.app, name="people")
app.add_typer(token.app, name="token")

_OWN_OPTIONS = ("--help", "--version")


def _version(wanted: bool) -> None:
    if wanted:
        answer(f"annotator {__version__}\n")
        raise typer.Exit


@app.callback()
def _annotator(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Show the version."),
    ] = False,
) -> None:
    pass


def run(arguments: list[str]) -> int:
    """Runs one command; its exit status. Bare ``annotator``, or options first, means serve."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _OWN_OPTIONS):
        arguments = ["serve", *arguments]
    try:
        result = app(arguments, prog_name="annotator", standalone_mode=False)
    except AnnotatorError as error:
        say(f"annotator: {error}")
        return status_of(error)
    except typer.TyperException as error:
        say(usage.sentence(error, _called(arguments)))
        return error.exit_code
    except OSError as error:
        say(f"annotator: {error.filename or 'the command'}: {reason(error)}")
        return REFUSED
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    finally:
        sys.stderr.flush()
    return int(result or 0)


def _called(arguments: list[str]) -> str:
    """The command that these arguments call, as far as there is one."""
    names = [command.name for command in app.registered_commands]
    names += [group.name for group in app.registered_groups]
    return f"annotator {arguments[0]}" if arguments[0] in names else "annotator"
