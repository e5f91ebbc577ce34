"""Whatever people write: export, import into an empty project, export: the same to the byte."""

import io
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.cli import project
from annotator.cli.verifying import Verifier
from annotator.domain.records import Line
from annotator.formats import jsonl
from annotator.store.database import Database
from annotator.store.exporting import Selection, lines
from annotator.store.importing import Importer, Report
from tests.formats import strategies

EVERYTHING = Selection(unlabelled=True)


def through_a_project(folder: Path, raw: Iterable[bytes]) -> tuple[Report, bytes]:
    """The export of a new project into which ``raw`` was imported."""
    with Database.open(folder / "a.db", create=True) as database:
        report = Importer(database, project.actor(database)).add(jsonl.read(raw, set()))
        with database.snapshot() as connection:
            return report, b"".join(lines(connection, EVERYTHING))


@settings(
    deadline=None,
    max_examples=20,
    phases=[Phase.reuse, Phase.generate],  # each example makes two project files
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(strategies.lines(), min_size=1, max_size=4, unique_by=lambda line: line.id))
def test_an_export_comes_back_to_the_byte(written: list[Line]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        report, first = through_a_project(Path(one), jsonl.write(written))
        assert len(report.refused) + report.articles == len(written)
        again, second = through_a_project(Path(two), io.BytesIO(first))
    assert again.refused == []
    assert second == first
    assert list(Verifier().problems(io.BytesIO(first))) == []
    entries = list(jsonl.read(io.BytesIO(first), set()))
    texts = {
        entry.record.id: entry.record.text for entry in entries if isinstance(entry.record, Line)
    }
    assert texts.items() <= {line.id: line.text for line in written}.items()
    assert len(texts) == report.articles
