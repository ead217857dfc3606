"""Who may ask anything of the page."""

from secrets import compare_digest

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# What each answer tells the browser.
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
    " img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Lets in who asks our own address, from our own page, with the cookie that the token was exchanged for."""

    def __init__(self, app: ASGIApp, hosts: set[str], cookie: tuple[str, str]) -> None:
        self._app, self._hosts, self._cookie = app, hosts, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 to others."""
        request = Request(scope)
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        is_ours = host in self._hosts and origin in ((f"http://{host}",) if request.method == "POST" else _own(host))
        if not is_ours or not (request.url.path == "/enter" or self._is_known(request)):
            why = "open the address that selfinstruct review printed; it works once, in one browser"
            await PlainTextResponse(why, 403, HEADERS)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_known(self, request: Request) -> bool:
        name, value = self._cookie
        return compare_digest(request.cookies.get(name, "").encode(), value.encode())


def _own(host: str) -> tuple[str | None, ...]:
    return None, f"http://{host}"
