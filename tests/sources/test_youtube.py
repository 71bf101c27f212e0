"""YouTube, according to oembed.com and known responses of the endpoint."""

import pytest

from linkwarden.model.catalogue import VideoFacts
from linkwarden.model.exchange import ErrorKind
from linkwarden.model.finding import Verdict
from linkwarden.probe.probes.youtube import YouTubeProbe
from tests.sources.recorded import Reply, ask, claimed

PROBE = YouTubeProbe()
WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
OEMBED = "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ"
THUMBNAIL = "https://img.youtube.com/vi/dQw4w9WgXcQ/0.jpg"
THERE = Reply(200, '{"title":"a","author_name":"b","type":"video","version":"1.0","provider_name":"YouTube"}')


@pytest.mark.parametrize(
    "url",
    [
        WATCH,
        "http://youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=10",
        "https://m.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ],
)
def test_videos_are_claimed(url: str) -> None:
    assert claimed(PROBE, url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/watch?v=short",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQx",
        "https://youtu.be/",
        "https://notyoutube.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.example.org/watch?v=dQw4w9WgXcQ",
    ],
)
def test_other_pages_are_not(url: str) -> None:
    assert not claimed(PROBE, url)


@pytest.mark.parametrize("status", [200, 401])
def test_a_video_that_is_there_is_alive_without_its_page(status: int) -> None:
    came = ask(PROBE, {OEMBED: Reply(status, "Unauthorized")}, WATCH)
    assert came.asked == [OEMBED]
    assert not came.declined(WATCH)
    assert came.judged(WATCH).verdict is Verdict.ALIVE


def test_a_private_video_is_blocked() -> None:
    judged = ask(PROBE, {OEMBED: Reply(403, "Forbidden")}, WATCH).judged(WATCH)
    assert (judged.verdict, judged.rule) == (Verdict.BLOCKED, "media-private")


@pytest.mark.parametrize("status", [400, 404])
def test_a_deleted_video_is_dead_when_its_picture_is_gone_too_five_seconds_later(status: int) -> None:
    came = ask(PROBE, {OEMBED: Reply(status, "Not Found"), THUMBNAIL: Reply(404)}, WATCH)
    (_, _, first), (_, _, second) = came.hosts.asked
    assert second - first >= 5
    assert not came.declined(WATCH)
    judged = came.judged(WATCH)
    assert (judged.verdict, judged.rule) == (Verdict.DEAD, "media-missing")


def test_a_picture_that_is_still_there_leaves_it_to_the_page() -> None:
    came = ask(PROBE, {OEMBED: Reply(404), THUMBNAIL: Reply(200)}, WATCH)
    assert came.declined(WATCH)
    assert came.observation(WATCH).fact(VideoFacts) == VideoFacts("dQw4w9WgXcQ")
    assert came.findings(WATCH) == {}


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {OEMBED: Reply(None, error=ErrorKind.TIMEOUT)},
        {OEMBED: Reply(429)},
        {OEMBED: Reply(503)},
        {OEMBED: Reply(302, headers={"location": "https://consent.youtube.com/m"})},
        {OEMBED: Reply(404), THUMBNAIL: Reply(500)},
        {OEMBED: Reply(404), THUMBNAIL: Reply(None, error=ErrorKind.CONNECTION_RESET)},
    ],
)
def test_an_endpoint_without_an_answer_falls_back_to_the_page_with_a_notice(answers: dict[str, Reply]) -> None:
    came = ask(PROBE, answers, WATCH)
    assert came.declined(WATCH)
    assert came.findings(WATCH) == {}
    (unchecked,) = came.unchecked
    assert (unchecked.source, unchecked.links) == ("youtube", 1)
