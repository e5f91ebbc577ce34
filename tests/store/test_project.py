"""What the project knows of itself."""

from annotator.store import project as facts
from annotator.store.database import Database
from tests.store.project import Project


def test_a_project_keeps_its_identity(project):
    identity = project.read(facts.identity)
    project.close()
    again = Project(project.path)
    assert again.read(facts.identity) == identity
    again.close()


def test_two_projects_are_told_apart(db):
    identities = set()
    for name in ("one.db", "two.db"):
        with Database.open(db.with_name(name), create=True) as database:
            identities.add(database.read(facts.identity))
    assert len(identities) == 2
