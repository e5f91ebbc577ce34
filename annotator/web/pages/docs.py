"""The API described, for people; ``/api/openapi.json`` is the same for programs."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse

from annotator.web.accounts import SIGNED_IN
from annotator.web.dependencies import TemplatesOf

router = APIRouter(include_in_schema=False)


@router.get("/docs", response_class=HTMLResponse, dependencies=[SIGNED_IN])
def show_docs(request: Request, templates: TemplatesOf) -> HTMLResponse:
    """Every route of the API with its fields."""
    routes = list(_routes(request.app.openapi()))
    return templates.page(request, "docs.html", {"routes": routes})


@router.get("/api/openapi.json", dependencies=[SIGNED_IN])
def openapi(request: Request) -> JSONResponse:
    """The OpenAPI description."""
    return JSONResponse(request.app.openapi())


def _routes(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("description", operation.get("summary", "")),
                "fields": list(_fields(schema, operation)),
            }


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            yield _field(parameter["name"], "query", parameter.get("required", False))
    content = operation.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    model = schema.get("components", {}).get("schemas", {}).get(reference.rsplit("/", 1)[-1], {})
    for name in model.get("properties", {}):
        yield _field(name, "body", name in model.get("required", []))


def _field(name: str, place: str, required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required}
