"""README and docs hold what the program has, all of it and nothing else."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer
from fastapi.routing import APIRoute

from annotator.cli.app import app as command_line
from annotator.domain import records, scheme
from annotator.settings import Settings
from annotator.store.database import Database
from annotator.web.app import API, create_app
from annotator.web.app import PAGES as PAGES_OF_APP
from tests.live import ROOT

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMANDS_PAGE = (ROOT / "docs" / "command-line.md").read_text("utf-8")
API_PAGE = (ROOT / "docs" / "http-api.md").read_text("utf-8")
KEYS_PAGE = (ROOT / "docs" / "labelling.md").read_text("utf-8")
FORMATS_PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
EVERYTHING = "\n".join(page.read_text("utf-8") for page in PAGES)

METHODS = "GET|POST|PUT|PATCH|DELETE"


@cache
def commands() -> dict[str, Any]:
    """The leaf commands by name, such as "scheme show"."""

    def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        inside = getattr(command, "commands", None)
        if inside is None:
            yield name, command
        for part, child in (inside or {}).items():
            yield from leaves(child, f"{name} {part}".strip())

    return dict(leaves(typer.main.get_command(command_line), ""))


def options_of(command: Any) -> set[str]:
    return {
        option
        for parameter in command.params
        if parameter.param_type_name == "option"
        for option in [*parameter.opts, *parameter.secondary_opts]
    }


def section_of(command: str) -> str:
    """The part of the command line page under the command's own heading."""
    pattern = rf"(?ms)^## annotator {re.escape(command)}$(.*?)(?=^## |\Z)"
    found = re.search(pattern, COMMANDS_PAGE)
    assert found, f"docs/command-line.md has no heading “## annotator {command}”"
    return found[1]


def test_every_command_and_option_is_documented() -> None:
    missing = [
        f"annotator {name} {option}"
        for name, command in commands().items()
        for option in options_of(command) - {"--help"}
        if not re.search(rf"`{re.escape(option)}[ `]", section_of(name))
    ]
    assert missing == []


def test_documented_commands_exist() -> None:
    headings = re.findall(r"^## annotator (.+)$", COMMANDS_PAGE, re.MULTILINE)
    assert sorted(headings) == sorted(commands())


def test_documented_options_exist() -> None:
    for name, command in commands().items():
        described = set(re.findall(r"^\|[^|]*`(--[\w-]+)", section_of(name), re.MULTILINE))
        assert described <= options_of(command), name


def shell_lines() -> Iterator[tuple[str, str]]:
    """Each line that calls the program in a code block of any page, and that page's name."""
    for page in PAGES:
        for block in re.findall(r"(?ms)^```\n(.*?)^```$", page.read_text("utf-8")):
            for line in block.splitlines():
                for call in re.findall(r"(?:^|\| )annotator(?![\w/])([^#|>]*)", line):
                    yield page.name, call.strip()


def test_calls_in_the_pages_are_ones_that_the_program_takes() -> None:
    names = {name for command in commands() for name in (command, command.split()[0])}
    for page, call in shell_lines():
        if page == "command-line.md":  # its summary, in the grammar of such lines
            continue
        words = call.split()
        plain = [word for word in words if not word.startswith("-")]
        if not plain:
            command = "serve"
        else:
            command = " ".join(plain[:2]) if " ".join(plain[:2]) in names else plain[0]
        assert command in names, f"{page}: annotator {call}"
        options = {word for word in words if re.match(r"--?[a-z]", word)}
        if command in commands():
            known = options_of(commands()[command]) | {"--help"}
            assert options <= known, f"{page}: annotator {call}"


def test_commands_named_in_sentences_exist() -> None:
    names = {part for command in commands() for part in (command, command.split()[0])}
    for call in re.findall(r"`annotator ([a-z]+(?: [a-z]+)?)", EVERYTHING):
        assert call in names or call.split()[0] in names, f"`annotator {call}`"


@cache
def routes() -> set[tuple[str, str]]:
    """Method and path of all that the application answers to."""
    found = {("GET", "/static/{digest}/{path}")}
    for module in (*API, *PAGES_OF_APP):
        for route in module.router.routes:
            assert isinstance(route, APIRoute)
            path = re.sub(r":\w+\}", "}", route.path)
            found |= {(method, path) for method in (route.methods or set()) - {"HEAD"}}
    return found


def documented_routes() -> set[tuple[str, str]]:
    return set(re.findall(rf"^({METHODS}) +(/\S*)", API_PAGE, re.MULTILINE))


def test_every_route_is_documented() -> None:
    assert routes() - documented_routes() == set()


def test_documented_routes_exist() -> None:
    assert documented_routes() - routes() == set()


def test_every_query_parameter_and_field_of_the_api_is_documented(tmp_path: Path) -> None:
    config = Settings(db=tmp_path / "annotations.db")
    with Database.open(config.db, create=True, server=True) as database:
        guard = create_app(config, database)
        description = guard.app.openapi()
    names = {
        parameter["name"]
        for path in description["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    }
    for name, model in description["components"]["schemas"].items():
        if name.startswith(("New", "Correction", "Ids", "Batch", "StatusEdit", "SpanEdit")):
            names |= model.get("properties", {}).keys()
    assert {name for name in names if not re.search(rf"[`\"]{name}[`\"]", API_PAGE)} == set()


def test_every_setting_is_documented() -> None:
    words = {"open_browser": "--no-browser", "samples": "--no-samples"}
    for entry in dataclasses.fields(Settings):
        option = words.get(entry.name, f"--{entry.name.replace('_', '-')}")
        assert re.search(rf"^\| `{option}[ `]", README, re.MULTILINE), option


def test_every_environment_variable_is_documented() -> None:
    read = re.compile(r"""(?:environ(?:\.get\(|\[)|getenv\()\s*["'](\w+)["']""")
    sources = [*(ROOT / "annotator").rglob("*.py"), *(ROOT / "tests" / "browser").glob("*.py")]
    named = {name for path in sources for name in read.findall(path.read_text("utf-8"))}
    named |= set(re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named |= set(re.findall(r"^SETTING = \"(\w+)\"", "\n".join(map(_text, sources)), re.MULTILINE))
    missing = {name for name in named if f"`{name}`" not in README}
    assert missing == set()


def test_documented_variables_are_read() -> None:
    sources = [ROOT / "Makefile", *(ROOT / ".ci").iterdir(), *ROOT.glob("tests/**/*.py")]
    everything = "\n".join(map(_text, sources))
    for name in re.findall(r"^\| `([A-Z_]{4,})`", README, re.MULTILINE):
        assert name in everything, name


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def test_make_targets_are_documented_and_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", EVERYTHING))
    named |= set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    assert named == targets


def test_keys_are_those_of_the_page() -> None:
    """Each key of the page's one table of shortcuts stands in the documentation's table."""
    table = _text(ROOT / "static" / "js" / "annotate" / "key-words.js")
    shown = re.findall(r'show: "([^"]+)"', table)
    assert len(shown) >= 15
    described = set(re.findall(r"`([^`]+)`", KEYS_PAGE[KEYS_PAGE.index("## Keys") :]))
    missing = {
        key for keys in shown for key in keys.split() if key not in {"+", "arrows"}
    } - described
    assert missing == set()


def test_every_key_of_a_record_is_documented() -> None:
    for keys in (records.LINE_KEYS, records.SPAN_KEYS, records.RELATION_KEYS, records.SOURCE_KEYS):
        for key in keys:
            assert re.search(rf"`{key}`", FORMATS_PAGE), key


def test_links_and_pictures_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", _text(page)):
            name, _, anchor = target.partition("#")
            there = (page.parent / name) if name else page
            assert there.exists(), f"{page.name}: {target}"
            if anchor:
                heads = re.findall(r"^#+ (.+)$", _text(there), re.MULTILINE)
                assert anchor in {slug(head) for head in heads}, f"{page.name}: {target}"


def slug(heading: str) -> str:
    """The anchor of a heading, as forges make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_files_that_the_pages_name_exist() -> None:
    for page in PAGES:
        for name in re.findall(
            r"`((?:tests|static|docs|samples|\.ci|templates)/[\w./-]+)`", _text(page)
        ):
            assert (ROOT / name).exists(), f"{page.name}: {name}"


def test_the_changelog_has_this_version() -> None:
    project = tomllib.loads(_text(ROOT / "pyproject.toml"))["project"]
    from annotator import __version__

    assert project["version"] == __version__
    assert f"## {__version__}" in _text(ROOT / "CHANGELOG.md")


def test_every_page_asks_the_labels_questions_in_the_same_words() -> None:
    guidelines = (ROOT / "templates" / "guidelines.md").read_text("utf-8")
    for label in scheme.DEFAULT.labels:
        for page in (README, KEYS_PAGE):
            (row,) = re.findall(
                rf"^\| `{label.shortcut}` \| {label.name} \|.*$", page, re.MULTILINE
            )
            assert row.endswith(f"| {label.question} |")
        assert f"*{label.question}*" in guidelines
