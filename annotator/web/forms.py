"""Forms of pages that work without scripts: sign-in, invitation, account."""

from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

from annotator.web.errors import is_form

MOST = 20
"""The most fields that a form may have."""


async def fields(request: Request) -> dict[str, str]:
    """The fields of the form that was sent. Raises HTTPException."""
    if not is_form(request):
        raise HTTPException(415, "this address takes the form of its own page only")
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:  # also UnicodeDecodeError
        raise HTTPException(400, "the form is damaged; load its page again") from None
    return dict(pairs)
