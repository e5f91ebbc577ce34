"""What was wrong with a call, as a plain sentence that says where to look.

The command line library says “Invalid value for '--port': Input should be less than …”; a person is
told what the option takes.
"""

import re

import typer

_SENTENCES = (
    (r"No such option: (?P<one>\S+)", "there is no option {one}"),
    (r"No such command '(?P<one>.*)'", "there is no command “{one}”"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<one>.*)\)", "“{one}” is too much"),
    (r"Option '(?P<one>\S+)' requires an argument", "{one} needs a value after it"),
    (r"Option '(?P<one>\S+)' does not take a value", "{one} takes no value"),
    (r"Missing argument '(?P<one>.*)'", "{one} is missing"),
    (r"Missing option '(?P<one>.*)'", "{one} is missing"),
    (r"Missing command", "say what to do: {commands}"),
)
_MEANT = re.compile(r"\((?:Possible options:|Did you mean) (.*?)\??\)$")
_CHOICE = re.compile(r"""(['"])(?P<given>.*)\1 is not one of (?P<known>'.*')""")


def sentence(error: typer.TyperException, called: str) -> str:
    """What was wrong; ``called`` is the command, where the error does not know it itself."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else called
    message = error.format_message().rstrip(".")
    commands = list(getattr(context.command, "commands", ())) if context else []
    wrong = _of_value(error) or _of_call(message, commands) or message
    return f"annotator: {wrong}; see “{path} --help”"


def _of_call(message: str, commands: list[str]) -> str:
    """Of an option, a command or an argument that is missing or too much, else ``""``."""
    meant = _MEANT.search(message)
    for pattern, words in _SENTENCES:
        if found := re.match(pattern, message):
            wrong = words.format(**found.groupdict(), commands=_either(commands))
            return f"{wrong} (near it: {meant[1]})" if meant else wrong
    return ""


def _of_value(error: typer.TyperException) -> str:
    """Of a value that the option cannot take, ``""`` where something else is wrong."""
    param = getattr(error, "param", None)
    if not isinstance(error, typer.BadParameter) or param is None or not error.message:
        return ""
    name = param.metavar or param.opts[0]
    if found := _CHOICE.search(error.message):
        known = re.findall(r"'([^']*)'", found["known"])
        return f"{name} takes {_either(known)}, not “{found['given']}”"
    least, most = getattr(param, "min", None), getattr(param, "max", None)
    if least is not None and most is not None:
        return f"{name} takes a whole number from {least} to {most}"
    return f"{name}: {error.message[:1].lower()}{error.message[1:].rstrip('.')}"


def _either(words: list[str]) -> str:
    """The words as a choice: ``a, b or c``."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
