"""The library's types for its users; mypy checks this file, and the functions are never called."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import assert_type

import linkwarden


def checking() -> None:
    report = linkwarden.check(["README.md"], offline=True)
    assert_type(report, linkwarden.Report)
    assert_type(report.summary.fails, bool)
    assert_type(report.run.finished_at, datetime)
    for link in report.links:
        assert_type(link, linkwarden.LinkInfo)
        assert_type(link.verdict, linkwarden.Verdict)
        assert_type(link.rule, str | None)
        assert_type([finding.severity for finding in link.findings], list[linkwarden.Severity])


async def streaming() -> None:
    async with linkwarden.stream() as links:
        assert_type(links, linkwarden.LinkStream)
        as_protocol: AsyncIterator[linkwarden.LinkInfo] = links
        async for link in as_protocol:
            assert_type(link, linkwarden.LinkInfo)
        assert_type(await links.report(), linkwarden.Report)


def settings() -> None:
    linkwarden.check(settings=linkwarden.Settings(offline=True))
    linkwarden.check(("README.md",), root=".", environment={})
    linkwarden.check(settings="offline")  # type: ignore[arg-type]


def test_the_names_are_those_of_the_package() -> None:
    assert set(linkwarden.__all__) <= set(dir(linkwarden))
    assert all(getattr(linkwarden, name).__name__ == name for name in linkwarden.__all__)
