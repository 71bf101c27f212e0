"""YouTube: videos, through oEmbed; watch pages respond with 200 even for deleted videos.

oEmbed (https://oembed.com, section 2.3.4) responds with 200 for a video that may be embedded, 401 for one whose
owner forbids that, 403 for a private one, 404 or 400 for one that is not there. The thumbnail's address,
on another host, is the second opinion.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import ClassVar, NamedTuple
from urllib.parse import parse_qs, quote

from linkwarden.model.catalogue import VideoFacts
from linkwarden.model.exchange import Exchange
from linkwarden.probe.api import ApiProbe, NextRequest, Resolved, SourceResult, absences
from linkwarden.probe.base import PROBES
from linkwarden.urls import WebUrl

_HOSTS = re.compile(r"(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com")
_PATH = re.compile(r"/(?:embed|shorts|live|v)/([\w-]{11})/?", re.ASCII)
_ID = re.compile(r"[\w-]{11}", re.ASCII)

GONE = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})


class Video(NamedTuple):
    """A video, and the link as it is written."""

    id: str
    url: str


class YouTubeProbe(ApiProbe[Video]):
    """Queries YouTube's oEmbed endpoint."""

    id = "youtube"
    title = "YouTube's oEmbed"
    page_tells: ClassVar[bool] = False
    answers: ClassVar[frozenset[int]] = frozenset({HTTPStatus.OK, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *GONE})

    def key(self, url: WebUrl) -> Video | None:
        """Return the video of a watch, short, live, embed or youtu.be address."""
        found = None
        if url.host in ("youtu.be", "www.youtu.be"):
            found = url.path.removeprefix("/")
        elif _HOSTS.fullmatch(url.host) and url.path == "/watch":
            found = parse_qs(url.query.removeprefix("?")).get("v", [""])[0]
        elif _HOSTS.fullmatch(url.host) and (match := _PATH.fullmatch(url.path)):
            found = match[1]
        return Video(found, url.href) if found and _ID.fullmatch(found) else None

    def step(self, key: Video, answers: Sequence[Exchange]) -> NextRequest | SourceResult:
        """Query oEmbed, and if it has no such video, the thumbnail."""
        match [each.status for each in answers]:
            case []:
                oembed = f"https://www.youtube.com/oembed?format=json&url={quote(key.url, safe='')}"
                return NextRequest(oembed, f"look up the video {key.id}")
            case [HTTPStatus.OK | HTTPStatus.UNAUTHORIZED]:
                return Resolved(VideoFacts(key.id), settled=True)
            case [HTTPStatus.FORBIDDEN]:
                return Resolved(VideoFacts(key.id, private=True), settled=True)
            case [_]:
                thumbnail = f"https://img.youtube.com/vi/{key.id}/0.jpg"
                return NextRequest(thumbnail, "the video's thumbnail", accept="image/*", later=True)
            case [_, status] if status in GONE:
                return Resolved(VideoFacts(key.id, absences=absences(answers)), settled=True)
        return Resolved(VideoFacts(key.id))


PROBES.register(YouTubeProbe())
