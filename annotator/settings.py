"""What a run of the server is told, and nothing that it finds out by itself."""

from dataclasses import dataclass
from pathlib import Path

DEFAULT_DB = Path("annotations.db")


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of ``annotator serve``."""

    db: Path = DEFAULT_DB
    host: str = "127.0.0.1"
    port: int = 8000
    open_browser: bool = True
    samples: bool = True
    """Whether a project file that this run makes gets the sample articles."""

    @property
    def cookie(self) -> str:
        """The session cookie's name: it holds the port, for cookies themselves ignore ports."""
        return f"annot_{self.port}"
