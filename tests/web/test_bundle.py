"""A page's modules come as one file that does what they do apart."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.web import bundle

STATIC = Path(__file__).parents[2] / "static"
MODULES = {
    "js/page/main.js": 'import { double, Box as Case } from "./sums.js";\n'
    'import { name } from "../names.js";\n'
    'import "./silent.js";\n\n'
    "globalThis.said = [new Case(double(4)).held, name];\n",
    "js/page/sums.js": "// How it is done.\nexport const double = (n) => 2 * n;\n"
    "export class Box {\n  /** What is in it. */\n  constructor(held) {\n    this.held = held;\n"
    "  }\n}\n",
    "js/names.js": 'import { double } from "./page/sums.js";\n'
    "const held = double(1);\nexport function name() {\n  return `🙂${held}`;\n}\n",
    "js/page/silent.js": 'const held = "its own";\nglobalThis.silent = held;\n',
    "js/page/later.js": 'import { double } from "./sums.js";\n'
    'import { more } from "./more.js";\nglobalThis.later = double(more);\n',
    "js/page/more.js": "export const more = 21;\n",
}


def joined(entry: str, modules: dict[str, str] = MODULES) -> str:
    return bundle.joined(entry, modules.__getitem__, frozenset(modules))


def test_a_module_stands_once_and_after_what_it_imports() -> None:
    text = joined("js/page/main.js")
    assert text.count("class Box") == 1
    assert text.index("class Box") < text.index("function name") < text.index("new Case")
    assert 'from "' not in text


def test_comments_and_indents_are_left_out() -> None:
    text = joined("js/page/main.js")
    assert "How it is done" not in text
    assert "What is in it" not in text
    assert "\n  " not in text


def test_a_later_module_takes_from_the_pages_main_what_that_has() -> None:
    text = joined("js/page/later.js")
    assert text.startswith('import { modules as main } from "./main.js";\n')
    assert "= main[0];" in text
    assert "class Box" not in text
    assert "more = 21" in text


@pytest.mark.parametrize("address", ['"./more.js"', "`./${name}.js`"])
def test_what_fetches_more_later_can_be_joined_only_in_its_own_folder(address: str) -> None:
    more = MODULES | {"js/page/sums.js": f"export const later = (name) => import({address});\n"}
    assert f"import({address})" in joined("js/page/main.js", more)
    more["js/list.js"] = 'import { later } from "./page/sums.js";\nlater();\n'
    with pytest.raises(ValueError, match=r"sums\.js: .* cannot be part of js/list\.js"):
        joined("js/list.js", more)


def test_a_later_module_that_shares_nothing_does_not_ask_for_main() -> None:
    assert "main" not in joined("js/page/more.js")


@pytest.mark.skipif(not shutil.which("node"), reason="node is not here")
def test_the_joined_modules_run_as_they_would_apart(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for entry in ("js/page/main.js", "js/page/later.js"):
        (tmp_path / Path(entry).name).write_text(joined(entry), encoding="utf-8")
    asks = "const s = globalThis; console.log(JSON.stringify([s.said[0], s.said[1](), s.later]))"
    script = f'await import("./main.js"); await import("./later.js"); {asks}'
    out = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=tmp_path, capture_output=True, check=True
    )
    assert json.loads(out.stdout) == [8, "🙂2", 42]


@pytest.mark.parametrize("line", ["export default 1;", "export { a };", "export let a = 1;"])
def test_an_export_that_cannot_be_joined_is_refused_by_name(line: str) -> None:
    modules = {"main.js": 'import { a } from "./a.js";\n', "a.js": f"{line}\n"}
    with pytest.raises(ValueError, match=r"a\.js: “export .* cannot be joined"):
        joined("main.js", modules)


def test_modules_that_import_each_other_are_refused() -> None:
    modules = {
        "main.js": 'import { a } from "./a.js";\n',
        "a.js": 'import { b } from "./b.js";\nexport const a = 1;\n',
        "b.js": 'import { a } from "./a.js";\nexport const b = 1;\n',
    }
    with pytest.raises(ValueError, match=r"a\.js imports itself"):
        joined("main.js", modules)


def test_every_script_of_the_program_can_be_joined() -> None:
    found = {p.relative_to(STATIC).as_posix(): p.read_text("utf-8") for p in STATIC.rglob("*.js")}
    assert len(found) > 20
    for name in found:
        assert joined(name, found)


def test_no_script_has_a_string_over_several_lines_for_its_indents_would_be_lost() -> None:
    for path in STATIC.rglob("*.js"):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            assert line.count("`") % 2 == 0, f"{path.name}:{number}"


def test_a_type_within_a_line_is_not_sent() -> None:
    source = "  const at = /** @type {Map<string, A>} */ (b);\n  // Why.\n  go(at);\n"
    assert bundle.without_comments(source) == "const at = (b);\ngo(at);\n"


@pytest.mark.parametrize(
    ("scripts", "most"),
    [
        (["theme", "reading", "annotate/main"], 25_000),  # those that the page names
        (["annotate/panels"], 11_000),  # what stands beside the article: once that stands
        (["annotate/hands"], 31_000),  # what is done to it: with the first move of a hand
    ],
)
def test_the_scripts_of_the_annotation_page_stay_small(scripts: list[str], most: int) -> None:
    """Bytes as they travel."""
    paths = frozenset(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.js"))

    def bytes_of(script: str) -> int:
        text = bundle.joined(
            f"js/{script}.js", lambda path: (STATIC / path).read_text("utf-8"), paths
        )
        return len(gzip.compress(text.encode(), 9))

    assert sum(map(bytes_of, scripts)) < most


def test_styles_are_joined_in_place_without_comments_and_blanks_at_braces() -> None:
    styles = {
        "css/all.css": '@import "base.css";\n/* A title. */\nh1 { color: red; }\n',
        "css/base.css": "@media print {\n  a, b { --x: 1px; }\n}\n",
    }
    told = bundle.joined_style("css/all.css", styles.__getitem__)
    assert told == "@media print{a, b{--x: 1px}}\nh1{color: red}\n"


def test_no_style_has_a_brace_in_a_string_for_the_blanks_at_it_would_be_lost() -> None:
    for path in STATIC.rglob("*.css"):
        source = bundle.without_comments(path.read_text("utf-8"))
        found = [text for text in re.findall(r'"[^"\n]*"', source) if set(text) & set("{}")]
        assert found == [], path.name
