"""The pages for people: `/`, what it is made of, and `/docs`. Programs that ask for JSON at `/` get JSON."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from service import reference

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE = Path(__file__).parent / "page"

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}

ASSETS = {path.name: path for path in sorted(PAGE.iterdir()) if path.suffix in MEDIA_TYPES}

# The page's own files and nothing else: no inline script, no other address, no frame around it, and nothing
# that would read a text as mark-up.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def _asset(name: str) -> Response:
    path = ASSETS[name]
    return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers=SECURITY_HEADERS)


@router.head("/", include_in_schema=False)
@router.get("/")
async def index(request: Request) -> Response:
    """The page for a browser; a word of life for everybody else."""
    if "text/html" in request.headers.get("accept", ""):
        return _asset("index.html")
    return JSONResponse({"status": "ok", "service": "rewardd", "docs": "/docs"})


@router.get("/page/{name}")
async def asset(name: str) -> Response:
    """One of the page's files."""
    if name not in ASSETS:
        raise HTTPException(404, "The page has no such file.")
    return _asset(name)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Every route."""
    return HTMLResponse(reference.page(request.app.openapi()), headers=SECURITY_HEADERS)
