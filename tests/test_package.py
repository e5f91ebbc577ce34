"""The wheel holds what git tracks and works from any folder, with no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import httpx2
import pytest

from tests.live import ROOT, Server, environment

SHIPPED = ("annotator", "templates", "static", "samples")

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="not a git checkout"
)


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed; what it printed."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**environment(PIP_NO_INPUT="1"), "PYTHONPATH": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tracked(*folders: str) -> list[str]:
    names = run("git", "ls-files", "-z", *folders, cwd=ROOT).split("\0")
    return sorted(name for name in names if name and (ROOT / name).exists())


def build(target: str, source: Path, into: Path) -> Path:
    """Build a wheel or an sdist of the folder `source`; its path."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", into, cwd=source)
    (made,) = into.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def test_wheel_holds_what_git_tracks(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = [name for name in archive.namelist() if ".dist-info/" not in name]
    expected = [
        name if name.startswith("annotator/") else f"annotator/{name}" for name in tracked(*SHIPPED)
    ]
    assert sorted(packed) == sorted(expected)


def test_wheel_carries_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        text = archive.read(metadata).decode()
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())
    assert "License-Expression: Apache-2.0" in text


def test_constraints_are_exact_and_name_no_host() -> None:
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        name, equals, version = line.partition("==")
        assert equals, line
        assert name.replace("-", "").replace("_", "").replace(".", "").isalnum(), line
        assert version[0].isdigit(), line
        assert "/" not in line and "@" not in line, line


def test_sdist_holds_the_program_and_no_project_file(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for name in tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    (copy / "annotations.db").write_bytes(b"articles that nobody else should get")
    (copy / "notes.txt").write_text("a stray file", "utf-8")
    with tarfile.open(build("sdist", copy, tmp_path / "sdist")) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    assert set(tracked(*SHIPPED)) <= packed
    assert {name for name in packed if ".db" in name or name == "notes.txt"} == set()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' folder of a fresh environment with the wheel installed, without network.

    The dependencies are lent by the running environment through a .pth file, which does
    not follow that environment's own .pth files, so this checkout is not on the path.
    """
    home = tmp_path_factory.mktemp("installed") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", scripts / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=home.parent)
    (packages,) = {path.parent for path in home.rglob("annotator") if (path / "cli").is_dir()}
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)) + "\n", "utf-8")
    return scripts


def test_installed_program_answers_from_any_folder(installed: Path, tmp_path: Path) -> None:
    said = run(installed / "annotator", "--version", cwd=tmp_path)
    assert said.split()[-1][0].isdigit(), said
    where = run(
        installed / "python", "-c", "import annotator; print(annotator.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parent), where


def test_installed_program_brings_its_pages_and_samples(installed: Path, tmp_path: Path) -> None:
    server = Server(tmp_path / "annotations.db", program=(str(installed / "annotator"),))
    server.start()
    try:
        with server.client() as client:
            front = client.get("/")
            assert front.status_code == 200
            assert "Saltmere" in front.text
            address = front.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
            assert client.get(address).status_code == 200
        assert httpx2.get(server.url + "/").status_code in (303, 401)
    finally:
        server.kill()
