"""The page as a web application: what may be asked of it, by whom, and what it answers."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cached_property
from secrets import compare_digest, token_urlsafe
from typing import Any

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from selfinstruct.core.errors import InputError, SelfInstructError
from selfinstruct.core.values import Record
from selfinstruct.decisions.values import ALL_OF_THEM, QUESTIONS, WHY
from selfinstruct.pool.reason_names import reasons_in
from selfinstruct.pool.reasons import sentence
from selfinstruct.review.assets import SCRIPTS, STYLES, asset
from selfinstruct.review.desk import Desk
from selfinstruct.review.drawing import environment
from selfinstruct.review.groups import MOST_AT_ONCE
from selfinstruct.review.guard import HEADERS, Guard
from selfinstruct.review.queues import QUEUES, Asked
from selfinstruct.review.told import news_told, row_told, spot_in, spot_told, standing_told, undone_told
from selfinstruct.review.words import LANGUAGES, words_in

_STATIC = dict.fromkeys(STYLES, "text/css") | dict.fromkeys(SCRIPTS, "text/javascript")
_USED = "this address was used already, or is not complete; run selfinstruct review again for a new one"
# Bytes of a decision: the three texts of an edited record.
_LONGEST_BODY = 1 << 25


class Site:
    """What the page asks for, answered from a desk. `token` lets one browser in."""

    def __init__(self, desk: Desk, port: int, page_language: str = "") -> None:
        self.desk, self.port, self.page_language = desk, port, page_language
        self.token, self._value = token_urlsafe(24), token_urlsafe(24)
        self._name = f"review_{port}"

    @property
    def app(self) -> ASGIApp:
        """The application, guarded."""
        routes = [
            Route("/enter", self._enter),
            Route("/", self._answered(self._page)),
            Route("/static/{name}", self._static),
            Route("/counts", self._answered(self._counts)),
            Route("/window", self._answered(self._window)),
            Route("/card", self._answered(self._card)),
            Route("/completion", self._answered(self._completion)),
            Route("/group", self._answered(self._group)),
            Route("/lessons", self._answered(self._lessons)),
            Route("/report", self._answered(self._report)),
            Route("/decide", self._told(self._decide), methods=["POST"]),
            Route("/reject-group", self._told(self._reject_group), methods=["POST"]),
            Route("/pick", self._told(self._pick), methods=["POST"]),
            Route("/write-anew", self._told(self._write_anew), methods=["POST"]),
            Route("/undo", self._told(self._undo), methods=["POST"]),
        ]
        hosts = {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}
        return Guard(Starlette(routes=routes), hosts, (self._name, self._value))

    @cached_property
    def _templates(self) -> Environment:
        return environment()

    # --- who and how

    async def _enter(self, request: Request) -> Response:
        token, self.token = self.token, ""
        if not token or not compare_digest(request.query_params.get("token", "").encode(), token.encode()):
            self.token = token
            return PlainTextResponse(_USED, 403, HEADERS)
        response = RedirectResponse("/", 303, HEADERS)
        response.set_cookie(self._name, self._value, httponly=True, samesite="lax")
        return response

    def _answered(self, answer: Callable[[Mapping[str, str]], Response]) -> Callable[[Request], Any]:
        """Return what answers a request for something; errors become a line for the page."""

        async def handle(request: Request) -> Response:
            query = {"lang": self._language(request), **request.query_params}
            return await run_in_threadpool(_or_error, answer, query)

        return handle

    def _told(self, answer: Callable[[Any], Response]) -> Callable[[Request], Any]:
        """Return what takes a decision, told as a JSON object."""

        async def handle(request: Request) -> Response:
            body = b""
            async for chunk in request.stream():
                body += chunk
                if len(body) > _LONGEST_BODY:
                    return JSONResponse({"error": "too long to be kept"}, 413, HEADERS)
            return await run_in_threadpool(_or_error, lambda body: answer(_object(body)), body)

        return handle

    def _language(self, request: Request) -> str:
        if self.page_language:
            return self.page_language
        accepted = [each.strip()[:2].lower() for each in request.headers.get("accept-language", "").split(",")]
        known = [each for each in accepted if each in LANGUAGES]
        return known[0] if known else self.desk.language if self.desk.language in LANGUAGES else LANGUAGES[0]

    async def _static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            return PlainTextResponse("not found", 404, HEADERS)
        return Response(asset(name), headers=HEADERS, media_type=_STATIC[name])

    # --- to look at

    def _page(self, query: Mapping[str, str]) -> Response:
        words = words_in(query["lang"])
        frame = self._templates.get_template("page.html").render(
            styles=STYLES,
            scripts=SCRIPTS,
            words=words,
            language=query["lang"] if query["lang"] in LANGUAGES else LANGUAGES[0],
            others=[each for each in LANGUAGES if each != query["lang"]],
            run=self.desk.folder.resolve().name,
            reviewer=self.desk.reviewer,
            queues=QUEUES,
            why=WHY,
            told={
                "words": dict(words),
                "reasons": dict(reasons_in(query["lang"])),
                "paper": {**QUESTIONS, "all": ALL_OF_THEM},
                "most": MOST_AT_ONCE,
                "reached": self.desk.reached,
            },
        )
        return HTMLResponse(frame, headers=HEADERS)

    def _report(self, query: Mapping[str, str]) -> Response:
        """Return the report of the run as it is now, a page of its own."""
        # Not needed for the first card.
        from selfinstruct.survey.page import page
        from selfinstruct.survey.reporting import survey_of

        try:
            report = page(survey_of(self.desk.folder), query["lang"], back=f"/?lang={query['lang']}")
        except SelfInstructError as error:
            return PlainTextResponse(str(error), 409, HEADERS)
        # Its style is in it, and so are its charts.
        policy = HEADERS["content-security-policy"].replace("style-src 'self'", "style-src 'unsafe-inline'")
        return HTMLResponse(report, headers={**HEADERS, "content-security-policy": policy})

    def _counts(self, query: Mapping[str, str]) -> Response:
        """Return the numbers of the page, and what was decided since it asked last, whoever did so."""
        reached, since = self.desk.reached, query.get("since")
        changed = self.desk.decided_since(_number(since)) if since else {}
        news = news_told(changed, self.desk.reviewer)
        return JSONResponse({**self.desk.counts(), "reached": reached, "changed": news})

    def _window(self, query: Mapping[str, str]) -> Response:
        queue = query.get("queue", "")
        if queue not in QUEUES:
            raise InputError("no queue of that name")
        undecided_by = self.desk.reviewer if query.get("undecided") == "1" else ""
        asked = Asked(queue, query.get("kind", ""), query.get("text", ""), undecided_by)
        start = spot_in(query.get("start", ""))
        found, standings = self.desk.window(asked, start, backwards=query.get("backwards") == "1")
        about = self.desk.reviewer, found.number, found.queue
        told = zip(found.rows, standings, self.desk.risks(found), strict=True)
        rows = [row_told(row, standing, *about) | {"risks": risks} for row, standing, risks in told]
        return JSONResponse(
            {"rows": rows, "reached": found.reached and spot_told(found.reached), "hidden": found.hidden}
        )

    def _card(self, query: Mapping[str, str]) -> Response:
        whole = query.get("whole") == "1"
        instance, waits = _number(query.get("instance", "0")), query.get("soon") != "1"
        # Before it is looked up: what is decided meanwhile may not be on it yet.
        reached = self.desk.reached
        card = self.desk.card(query.get("id", ""), instance, query["lang"], whole=whole, waits=waits)
        html = self._templates.get_template("card.html").render(
            card=card,
            words=words_in(query["lang"]),
            reasons=reasons_in(query["lang"]),
            is_sample=query.get("queue") == "sample",
            questions=[*QUESTIONS],
            reviewer=self.desk.reviewer,
        )
        return JSONResponse(
            {
                "html": html,
                "record": asdict(card.record),
                "standing": standing_told(card.standing, self.desk.reviewer),
                "wasAccepted": card.was_accepted,
                "canBeRestored": card.can_be_restored,
                "choices": [id_ for id_, _ in card.choices],
                "cameToNothing": card.task is not None and not card.standing.is_in(card.was_accepted),
                "completion": card.completion,
                "isMarked": card.is_marked,
                "reached": reached,
            }
        )

    def _completion(self, query: Mapping[str, str]) -> Response:
        shown = self.desk.completion(_number(query.get("id", "")))
        template = self._templates.get_template("completion.html")
        return JSONResponse({"html": template.render(shown=shown, words=words_in(query["lang"]))})

    def _lessons(self, query: Mapping[str, str]) -> Response:
        html = self._templates.get_template("lessons.html").render(
            lessons=self.desk.lessons(), words=words_in(query["lang"]), lang=query["lang"], sentence=sentence
        )
        return JSONResponse({"html": html})

    def _group(self, query: Mapping[str, str]) -> Response:
        count, what = self.desk.group(query.get("id", ""))
        return JSONResponse({"count": count, **what._asdict()})

    # --- to decide

    def _decide(self, told: Mapping[str, Any]) -> Response:
        more = {name: told[name] for name in ("why", "note", "answers") if told.get(name)}
        if told.get("after"):
            more["after"] = Record(**told["after"])
        more |= {"instead_of": told.get("instead", ""), "queue": told.get("queue", "")}
        decision, standing, moved = self.desk.decide(told["action"], told["id"], int(told.get("instance", 0)), **more)
        return JSONResponse(
            {"decision": decision.id, "standing": standing_told(standing, self.desk.reviewer), "moved": moved}
        )

    def _reject_group(self, told: Mapping[str, Any]) -> Response:
        named = [(str(id_), int(instance)) for id_, instance in told.get("records", ())]
        if told.get("instead"):
            group = self.desk.say_why_of_group(str(told["instead"]), str(told["why"]))
        else:
            group = self.desk.reject_all(named) if named else self.desk.reject_group(told["id"])
        return JSONResponse({"count": group.rejected, "moved": group.moved, "decision": group.decision})

    def _pick(self, told: Mapping[str, Any]) -> Response:
        standing = self.desk.pick(told["id"], str(told["picked"]), told.get("queue", ""))
        return JSONResponse({"standing": standing_told(standing, self.desk.reviewer)})

    def _write_anew(self, told: Mapping[str, Any]) -> Response:
        return JSONResponse(
            {"standing": standing_told(self.desk.write_anew(told["id"], told.get("queue", "")), self.desk.reviewer)}
        )

    def _undo(self, _: Mapping[str, Any]) -> Response:
        return JSONResponse({"undone": [undone_told(each) for each in self.desk.undo()]})


def _or_error(answer: Callable[[Any], Response], asked: Any) -> Response:
    try:
        response = answer(asked)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
    except SelfInstructError as error:
        return JSONResponse({"error": str(error)}, 409, HEADERS)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return JSONResponse({"error": "not understood"}, 400, HEADERS)


def _object(body: bytes) -> Mapping[str, Any]:
    found = json.loads(body or b"{}")
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _number(text: str) -> int:
    with suppress(ValueError):
        if text.isascii() and len(text) < 19:
            return int(text)
    raise InputError("not a number")
