"""Options of other link checkers lead to what to use instead, in a configuration and as flags."""

import pytest

from linkwarden.settings.other_tools import equivalent, equivalent_host_key


@pytest.mark.parametrize(
    ("tool", "names", "instead"),
    [
        ("lychee", "max_retries retry_wait_time", "'attempts'"),
        ("lychee", "max_concurrency threads", "'concurrency'"),
        ("lychee", "host_concurrency host_request_interval", "[hosts]"),
        ("lychee", "exclude_path", "'exclude'"),
        ("lychee", "exclude_loopback exclude_all_private", "--allow-private-addresses"),
        ("lychee", "include include_path", "on the command line"),
        ("lychee", "include_fragments", "fragments are always checked"),
        ("lychee", "cache max_cache_age", "history"),
        ("lychee", "insecure", "'ca-file'"),
        ("lychee", "base_url base", "'root-dir'"),
        ("lychee", "remap", "not rewritten"),
        ("lychee", "require_https", "insecure-http"),
        ("lychee", "github_token", "GITHUB_TOKEN"),
        ("lychee", "header basic_auth cookie_jar", "[headers]"),
        ("lychee", "format output mode", "--format"),
        ("lychee", "verbose no_progress", "--verbose"),
        ("lychee", "dump", "linkwarden links"),
        ("markdown-link-check", "ignorePatterns", "'exclude'"),
        ("markdown-link-check", "replacementPatterns", "'root-dir'"),
        ("markdown-link-check", "httpHeaders", "[headers]"),
        ("markdown-link-check", "retryOn429 retryCount fallbackRetryDelay", "'attempts'"),
        ("markdown-link-check", "aliveStatusCodes", "[accept]"),
        ("markdown-link-check", "timeout", "[timeouts]"),
        ("awesome_bot", "white-list", "'exclude'"),
        ("awesome_bot", "allow", "[accept]"),
        ("awesome_bot", "allow-dupe", "duplicates"),
        ("awesome_bot", "allow-redirect", "permanent-redirect"),
        ("awesome_bot", "allow-ssl", "'ca-file'"),
        ("awesome_bot", "allow-timeout", "'fail-on'"),
        ("awesome_bot", "request-delay", "[hosts]"),
        ("awesome_bot", "set-timeout", "[timeouts]"),
        ("linkinator", "linksToSkip skip", "'exclude'"),
        ("linkinator", "recurse", "not crawled"),
        ("linkinator", "retry retryErrorsCount retryNoHeaderDelay", "'attempts'"),
        ("linkinator", "serverRoot", "'root-dir'"),
        ("linkinator", "urlRewriteSearch urlRewriteReplace", "not rewritten"),
        ("linkinator", "silent verbosity", "--quiet"),
        ("linkinator", "statusCodes", "[accept]"),
        ("linkinator", "userAgent", "'user-agent'"),
        ("muffet", "accepted-status-codes", "[accept]"),
        ("muffet", "max-connections", "'concurrency'"),
        ("muffet", "max-connections-per-host rate-limit", "[hosts]"),
        ("muffet", "max-redirections", "up to 20"),
        ("muffet", "skip-tls-verification", "'ca-file'"),
        ("muffet", "ignore-fragments", "missing-fragment"),
        ("muffet", "one-page-only follow-sitemap-xml", "not crawled"),
        ("muffet", "proxy", "HTTPS_PROXY"),
        ("LinkChecker", "threads", "'concurrency'"),
        ("LinkChecker", "aborttimeout", "[timeouts]"),
        ("LinkChecker", "recursionlevel robotstxt", "not crawled"),
        ("LinkChecker", "sslverify", "'ca-file'"),
        ("LinkChecker", "maxrunseconds", "'max-time'"),
        ("LinkChecker", "maxhttpredirects", "up to 20"),
        ("LinkChecker", "maxrequestspersecond", "[hosts]"),
        ("LinkChecker", "localwebroot", "'root-dir'"),
        ("LinkChecker", "ignorewarnings", "'exclude'"),
        ("Sphinx", "linkcheck_ignore", "'exclude'"),
        ("Sphinx", "linkcheck_anchors", "fragments are always checked"),
        ("Sphinx", "linkcheck_workers", "'concurrency'"),
    ],
)
def test_options_of_other_tools(tool: str, names: str, instead: str) -> None:
    for name in names.split():
        assert instead in (equivalent(name) or ""), f"{tool}: {name}"


def test_a_flag_of_the_same_name_is_preferred() -> None:
    assert "use --exclude" == equivalent("exclude-path", {"--exclude"})
    assert "use 'exclude'" == equivalent("exclude-path")


def test_an_unknown_name_has_no_equivalent() -> None:
    assert (None, None) == (equivalent("exclud"), equivalent_host_key("gapp"))
