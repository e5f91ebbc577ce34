"""The house rules, held by machine: layers, sizes, names, and what may stand where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import ROOT, environment

PACKAGE = ROOT / "annotator"
STATIC = ROOT / "static"
TEMPLATES = ROOT / "templates"

MODULE_LINES = 250
FUNCTION_LINES = 30

# Path (or path::function) -> why it may be longer. An exception that is no longer
# needed fails too, so that the list stays true.
LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

WORDS_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "service"}
WORDS_THAT_SAY_NOTHING |= {"services", "base", "common", "misc", "core"}

MODULES_WITH_EFFECTS = {
    *("asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random"),
    *("secrets", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading"),
    *("time", "urllib"),
}

SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|CREATE\s+(TABLE|INDEX|TRIGGER)|ALTER\s+TABLE|PRAGMA\s+\w|BEGIN\s+IMMEDIATE)\b",
    re.DOTALL,
)


def python_modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def script_modules() -> list[Path]:
    return sorted((STATIC / "js").rglob("*.js"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def imported_names(path: Path) -> set[str]:
    """The full dotted names that a module imports."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def functions_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's name and its lines from `def` to the end, the docstring left out."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            docstring = 0
            if ast.get_docstring(node) is not None:
                docstring = (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a module with their lines, docstrings left out."""
    tree = tree_of(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def test_import_contracts_hold() -> None:
    # In a process of its own: it switches off the loggers of the one that it runs in.
    checking = "from importlinter.cli import lint_imports; exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", checking],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_domain_is_pure() -> None:
    allowed = (set(sys.stdlib_module_names) - MODULES_WITH_EFFECTS) | {"pydantic", "pydantic_core"}
    wrong = {
        f"{name_of(path)} imports {name}"
        for path in (PACKAGE / "domain").rglob("*.py")
        for name in imported_names(path)
        if name.partition(".")[0] not in allowed and not name.startswith("annotator.domain")
    }
    assert wrong == set()


def test_sql_stands_only_in_store() -> None:
    wrong = [
        f"{name_of(path)}:{line}: {text[:60]}"
        for path in python_modules()
        if not path.is_relative_to(PACKAGE / "store")
        for line, text in strings_of(path)
        if SQL.search(text)
    ]
    assert wrong == []


def test_the_web_layer_only_names_types_of_sqlalchemy() -> None:
    wrong = [
        f"{name_of(path)}: {alias.name} of {node.module}"
        for path in (PACKAGE / "web").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name not in {"Connection", "Row"}
    ]
    assert wrong == []


def test_modules_are_short() -> None:
    lengths = {
        name_of(path): len(path.read_text("utf-8").splitlines())
        for path in [*python_modules(), *script_modules()]
    }
    long = {name: lines for name, lines in lengths.items() if lines > MODULE_LINES}
    assert long.keys() == LONG_MODULES.keys(), long


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}::{name}": lines
        for path in python_modules()
        for name, lines in functions_of(path)
        if lines > FUNCTION_LINES
    }
    assert long.keys() == LONG_FUNCTIONS.keys(), long


def test_each_exception_has_a_reason() -> None:
    for name, reason in (LONG_MODULES | LONG_FUNCTIONS).items():
        assert len(reason.split()) >= 4, f"{name}: say why"


def test_names_say_what_a_module_is() -> None:
    parts = {
        part
        for path in [*python_modules(), *script_modules()]
        for part in path.relative_to(ROOT).with_suffix("").parts
    }
    assert parts & WORDS_THAT_SAY_NOTHING == set()


def test_every_module_says_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in python_modules()
        if path.stat().st_size and ast.get_docstring(tree_of(path)) is None
    ]
    assert silent == []


def test_importing_does_nothing(tmp_path: Path) -> None:
    """Every module can be imported in an empty folder and leaves it empty and silent."""
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in python_modules()
    ]
    code = f"import importlib\nfor name in {names!r}:\n    importlib.import_module(name)\n"
    done = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def markup_problems(text: str) -> list[str]:
    """What the content security policy forbids, found without a browser."""
    found = [
        f"inline script: {match[0][:60]}"
        for match in re.finditer(r"<script\b[^>]*>", text)
        if "src=" not in match[0] and 'type="application/json"' not in match[0]
    ]
    found += [f"style element: {m[0]}" for m in re.finditer(r"<style\b[^>]*>", text)]
    found += [f"style attribute: {m[0]}" for m in re.finditer(r"\sstyle\s*=\s*[\"'{]", text)]
    found += [f"handler: {m[0]}" for m in re.finditer(r"<[^>{]*\son[a-z]+\s*=\s*[\"']", text)]
    found += [f"script address: {m[0]}" for m in re.finditer(r"javascript:", text)]
    return found


@pytest.mark.parametrize(
    "markup",
    [
        "<script>go()</script>",
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_the_scan_of_templates_sees(markup: str) -> None:
    assert markup_problems(markup) != []


def test_templates_hold_no_inline_script_or_style() -> None:
    found = {name_of(path): markup_problems(path.read_text("utf-8")) for path in all_templates()}
    assert {name: problems for name, problems in found.items() if problems} == {}


def all_templates() -> list[Path]:
    paths = sorted(TEMPLATES.rglob("*.html"))
    assert paths, "there are no templates"
    return paths


def test_templates_switch_escaping_off_nowhere() -> None:
    """`|safe` and autoescape blocks would let a title become markup."""
    for path in all_templates():
        assert not re.search(r"\|\s*safe\b|autoescape", path.read_text("utf-8")), name_of(path)


def test_scripts_build_no_markup_and_no_code_from_strings() -> None:
    forbidden = re.compile(
        r"\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\("
    )
    for path in script_modules():
        found = forbidden.search(path.read_text("utf-8"))
        assert found is None, f"{name_of(path)}: {found}"


def test_pages_name_no_other_server() -> None:
    """Nothing is fetched from a network: the only addresses are our own and the name of SVG."""
    for path in [*STATIC.rglob("*"), *TEMPLATES.rglob("*")]:
        if path.suffix in {".js", ".css", ".html", ".svg"}:
            text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
            text = text.replace("http://127.0.0.1", "")
            found = re.search(r"""["'(=]\s*(https?:)?//[\w.-]+\.\w+""", text)
            assert found is None, f"{name_of(path)}: {found}"
