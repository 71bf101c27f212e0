"""Options of other link checkers, and what to use here instead.

Covers lychee, markdown-link-check, awesome_bot, linkinator, muffet, LinkChecker, html-proofer, linkspector and Sphinx's
linkcheck, as their documentation names them.
"""

from collections.abc import Collection

_INSTEAD = {
    "accept": "use [accept], with status codes for each host",
    "anchors": "fragments are always checked; the severity of missing-fragment and missing-anchor is set in [rules]",
    "attempts": "use the setting 'attempts' (retries plus the first request)",
    "ca-file": "certificates are always verified; use the setting 'ca-file' to trust another authority",
    "code": "links in code are not checked",
    "concurrency": "use the setting 'concurrency'",
    "crawl": "web pages are not crawled; name the files and folders to check on the command line",
    "duplicates": "each link is requested once, and duplicates are not reported",
    "exclude": "use 'exclude'",
    "exit-zero": "use 'exit-zero'",
    "format": "use the flags --format and --output",
    "headers": "use [headers], with headers for each host",
    "history": "results of earlier runs are in the history; use 'max-age', or 'history' for its file",
    "hosts": "use [hosts], with 'connections' and 'gap' for each host",
    "ignored-files": ".gitignore is respected; to check such a file, name it on the command line",
    "inputs": "name files and folders on the command line",
    "insecure-http": "set the severity of insecure-http in [rules]",
    "links": "use linkwarden links",
    "mail": "mailto: links are not checked",
    "max-time": "use 'max-time'",
    "method": "pages are requested with GET",
    "offline": "use 'offline'",
    "permanent-redirect": "set the severity of permanent-redirect in [rules]",
    "private": "private addresses are not requested, unless with --allow-private-addresses",
    "proxy": "set HTTPS_PROXY in the environment",
    "redirects": "redirects are followed as in browsers, up to 20",
    "rewrite": "URLs are not rewritten; use 'root-dir' for paths with a leading slash",
    "root-dir": "use the setting 'root-dir'",
    "suggest": "moved links are always reported with their new URL",
    "timeouts": "use [timeouts], with 'connect', 'read', 'request' and 'link'",
    "token": "set GITHUB_TOKEN in the environment",
    "unreachable": "unreachable links do not fail the check by default; use 'fail-on' to change that",
    "user-agent": "use the setting 'user-agent'",
    "verbose": "use the flag --verbose or --quiet",
}

_NAMES = {
    "accept": (
        "alivestatuscodes acceptedstatuscodes ignorestatuscodes ignorestatuscode onlystatuscodes statuscodes allow"
    ),
    "anchors": (
        "includefragments checkfragments ignorefragments linkcheckanchors checkanchors anchorcheck anchors checkhash "
        "checkinternalhash linkcheckanchorsignore"
    ),
    "attempts": (
        "maxretries retrywaittime retryon429 retrycount retries retry fallbackretrydelay retryerrors retryerrorscount "
        "retryerrorsjitter retrynoheader retrynoheadercount retrynoheaderdelay linkcheckretries "
        "linkcheckratelimittimeout"
    ),
    "ca-file": ("insecure sslverify skiptlsverification allowinsecurecerts allowssl linkcheckverify tlsverify mintls"),
    "code": "includeverbatim",
    "concurrency": "maxconcurrency threads workers maxconnections linkcheckworkers concurrentchecks",
    "crawl": (
        "recurse recursive recursionlevel linkcheckdepth depth followrobotstxt followsitemapxml onepageonly sitemap "
        "checkextern internlinks nofollow robotstxt"
    ),
    "duplicates": "allowdupe",
    "exclude": (
        "excludepath excludefile excludelink excludedlinks excludelinks ignorepatterns ignoreurls ignorewarnings skip "
        "linkstoskip whitelist linkcheckignore linkcheckexcludedocuments urlignore ignoreurl excludedfiles "
        "excludeddirs ignorefiles blacklist"
    ),
    "exit-zero": "nofailure allowfailure noerrors",
    "format": (
        "format output json junit jsonoutput logger log fileoutput htmloutput outputformat mode color nocolor "
        "saveresults skipsaveresults modifiedfilesonly"
    ),
    "headers": (
        "header httpheaders basicauth linkcheckauth linkcheckrequestheaders cookiejar cookiefile cookie loginurl "
        "authentication"
    ),
    "history": "cache maxcacheage cacheexcludestatus cachedir resultcachesize usecache cachefile",
    "hosts": (
        "hostconcurrency hostrequestinterval maxconnectionsperhost ratelimit maxrequestspersecond requestdelay delay"
    ),
    "ignored-files": "hidden noignore usegitignore",
    "inputs": (
        "include includepath includepaths dirs files path paths input inputs filesfrom extensions defaultextension"
    ),
    "insecure-http": "requirehttps enforcehttps linkcheckrequirehttps",
    "links": "dump dumpinputs",
    "mail": "includemail excludemail checkmailto ignoremail mailto",
    "max-time": "maxrunseconds",
    "method": "method usehead getonly head httpmethod",
    "offline": "disableexternal localonly nonetwork",
    "permanent-redirect": "allowredirect linkcheckallowedredirects ignoreredirects",
    "private": "excludeallprivate excludeprivate excludelinklocal excludeloopback ignorelocalhost",
    "proxy": "proxy httpproxy httpsproxy",
    "redirects": "maxredirects maxredirections maxhttpredirects followredirects redirects",
    "rewrite": "remap replacementpatterns urlrewritesearch urlrewritereplace",
    "root-dir": "base baseurl serverroot localwebroot projectbaseurl rootdirectory root",
    "suggest": "suggest archive",
    "timeouts": "timeout settimeout aborttimeout linkchecktimeout requesttimeout timeoutseconds",
    "token": "githubtoken token githubapitoken",
    "unreachable": "allowtimeout accepttimeouts ignorenetworkerrors",
    "user-agent": "useragent useragentstring",
    "verbose": "verbose quiet silent verbosity noprogress debug debugmemory status loglevel experimentalverbose",
}
"""Names in lower case, without hyphens and underscores, by their meaning."""

_MEANING = {name: meaning for meaning, names in _NAMES.items() for name in names.split()}

_HOST_KEYS = {"concurrency": "connections", "maxconcurrency": "connections", "requestinterval": "gap"}
"""Keys of lychee's ``[hosts]``."""


def equivalent(name: str, flags: Collection[str] = ()) -> str | None:
    """Return what to use in place of another tool's option, or None if *name* is not one.

    Args:
        name: The option or key, without leading hyphens.
        flags: The flags that the command has, with leading hyphens; empty for a configuration key.
    """
    meaning = _MEANING.get(_folded(name))
    if meaning is None:
        return None
    return f"use --{meaning}" if f"--{meaning}" in flags else _INSTEAD[meaning]


def equivalent_host_key(name: str) -> str | None:
    """Return the key in ``[hosts]`` that corresponds to a key of lychee's ``[hosts]``, or None."""
    return _HOST_KEYS.get(_folded(name))


def _folded(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
