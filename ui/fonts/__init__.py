"""The typefaces that come with the application: where they lie, and how browsers get them."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).parent

PRELOAD = "".join(
    f'<link rel="preload" href="fonts/{face}.woff2" as="font" type="font/woff2" crossorigin>'
    for face in ("NotoSans-Regular", "NotoSerif-Regular")
)
"""For the page's head: what every page shows is fetched at once, not after the styles were read."""


def route() -> Route:
    """Give the route that serves what ``fonts.css`` names, for ``launch(app_kwargs={"routes": [route()]})``.

    The addresses in ``fonts.css`` are relative, as those of Gradio's own files: they hold under any root path.
    It is no ``Mount``, for Starlette resolves a mounted folder wrongly where the root path is set and a proxy
    has already taken it off.
    """
    faces = {path.name: path for path in (FOLDER / "web").glob("*.woff2")}

    async def serve(request: Request) -> Response:
        path = faces.get(request.path_params["name"])
        if path is None:
            return Response(status_code=404)
        return FileResponse(path, media_type="font/woff2", headers={"Cache-Control": "public, max-age=604800"})

    return Route("/fonts/{name}", serve)
