"""What the pages of agreement compare, as their addresses say it."""

from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query

from annotator.store.agreement import Selection
from annotator.store.people import Actor


class Filter(NamedTuple):
    """Who, which labels and which articles the page compares; empty for all."""

    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    def selection(self, viewer: Actor) -> Selection:
        """What is compared, as far as the viewer may see it."""
        return Selection((), self.labels, self.articles, viewer=viewer, people=self.people)

    def url(self, path: str, **more: str) -> str:
        """The address of a page of the same comparison."""
        named = {"person": self.people, "label": self.labels, "article": self.articles}
        fields = [(key, value) for key, values in named.items() for value in values]
        fields += list(more.items())
        return f"{path}?{urlencode(fields)}" if fields else path

    def cases(self, figure: str, of: str = "", **more: str) -> str:
        """The address of the cases behind a figure."""
        label = {"of": of} if of else {}
        return self.url("/agreement/cases", figure=figure, **label, **more)


async def _filter(
    person: Annotated[list[str], Query()] = [],  # noqa: B006
    label: Annotated[list[str], Query()] = [],  # noqa: B006
    article: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Filter:
    """The filter in the address; a field of the form that was left at “all” is empty there."""
    return Filter(*(tuple(filter(None, names)) for names in (person, label, article)))


FilterOf = Annotated[Filter, Depends(_filter)]
