"""Addresses that end in an id as files have it, with any character in it."""

from starlette.convertors import PathConvertor, register_url_convertor


class _AnyConvertor(PathConvertor):
    """Slashes and line ends too: Starlette's own ``path`` stops before those."""

    regex = "(?s:.+)"


register_url_convertor("any", _AnyConvertor())

ANY_ID = "/{id:any}"
"""The end of an object's address: ids are kept as they were imported."""
