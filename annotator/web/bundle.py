"""A page's script modules joined into one file, so that a browser asks once and not thirty times.

The files stay what they are, plain modules that a browser could also load one by one. Joined,
each is a function that is called once, after those that it imports from, and returns what it
exports. A module that a page fetches later, with ``import()``, does not bring again what the
page's ``main.js`` has: it takes that from there.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/[ \t]*|//[^\n]*)\n", re.DOTALL | re.MULTILINE)
_CAST = re.compile(r"/\*\* @(?:type|param) [^\n]*?\*/ ?")
_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
_LATER = re.compile(r'\bimport\(["`]\.[^)]*\)')
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) ([\w$]+))", re.MULTILINE)
_STYLE = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
_BRACE = re.compile(r"\s*(\{)\s*|;?\s*(\})")
_LEFT = re.compile(r"^(?:import|export)\b(?!\.|\()[^\n]*", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)

MAIN = "main.js"

Read = Callable[[str], str]
"""The text of a module, by its path below the folder of static files."""


def without_comments(source: str) -> str:
    """The source without comments on lines of their own, types that are told within a line, and
    indents."""
    return _INDENT.sub("", _CAST.sub("", _COMMENT.sub("", source)))


def joined_style(entry: str, read: Read) -> str:
    """The stylesheet with those that it imports in their places, and without blanks at braces.

    No string in a stylesheet may hold a brace.
    """
    source = _BRACE.sub(r"\1\2", without_comments(read(entry)))
    return _STYLE.sub(lambda match: joined_style(_beside(entry, match[1]), read), source)


def joined(entry: str, read: Read, paths: frozenset[str] = frozenset()) -> str:
    """The module ``entry`` with all that it imports. Raises ValueError for what cannot be joined.

    ``paths`` are all modules that there are, among which its folder's ``main.js`` is looked for.
    """
    main = posixpath.join(posixpath.dirname(entry), MAIN)
    there = list(_order(main, read)) if main in paths and main != entry else []
    if not there:
        return _file(entry, list(_order(entry, read)), read)
    names = {path: f"main[{place}]" for place, path in enumerate(there)}
    needed = list(_order(entry, read))
    shares = not names.keys().isdisjoint(needed)
    taken = f'import {{ modules as main }} from "./{MAIN}";\n' if shares else ""
    return taken + _file(entry, [path for path in needed if path not in names], read, names)


def _order(entry: str, read: Read, above: tuple[str, ...] = ()) -> Iterator[str]:
    """The modules that ``entry`` needs, each once and after those that it needs; then itself."""
    if entry in above:
        raise ValueError(f"{entry} imports itself by way of {' and '.join(above)}")
    seen: set[str] = set()
    for match in _IMPORT.finditer(_COMMENT.sub("", read(entry))):
        for path in _order(_beside(entry, match[2]), read, (*above, entry)):
            if path not in seen:
                seen.add(path)
                yield path
    yield entry


def _file(entry: str, order: list[str], read: Read, names: Mapping[str, str] = {}) -> str:
    """All modules but the last as functions, a table of them, and the last as it is."""
    named = dict(names)
    parts = []
    for number, path in enumerate(order[:-1]):
        named[path] = f"m{number}"
        parts.append(f"const m{number} = {_function(path, _body(path, entry, read, named))};\n")
    if posixpath.basename(entry) == MAIN:
        table = ", ".join(named[path] for path in order[:-1])
        parts.append(f"export const modules = [{table}];\n")
    return "".join(parts) + _body(entry, entry, read, named)


def _function(path: str, body: str) -> str:
    exported = ", ".join(match[2] for match in _EXPORT.finditer(body))
    body = _EXPORT.sub(r"\1", body)
    if left := _LEFT.search(body):
        raise ValueError(f"{path}: “{left[0]}” cannot be joined; export it by its name")
    return f"(() => {{\n{body}return {{ {exported} }};\n}})()"


def _body(path: str, entry: str, read: Read, named: Mapping[str, str]) -> str:
    """The module's source with each import taken from what stands before it.

    Raises ValueError where it fetches something later and stands in another folder than the
    file that it becomes part of: from there it would be another address, and another ``main.js``.
    """

    def take(match: re.Match[str]) -> str:
        if match[1] is None:
            return ""
        return f"const {{{match[1].replace(' as ', ': ')}}} = {named[_beside(path, match[2])]};\n"

    source = _IMPORT.sub(take, _COMMENT.sub("", read(path)))
    if posixpath.dirname(path) != posixpath.dirname(entry) and (later := _LATER.search(source)):
        raise ValueError(f"{path}: “{later[0]}” cannot be part of {entry}")
    return without_comments(source)


def _beside(path: str, address: str) -> str:
    """The path of what ``path`` imports from ``address``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
