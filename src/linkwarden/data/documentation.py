"""Documentation sites whose paths contain a release, and the URL of the same page in the current one.

One row each: a pattern of host and path (with the groups ``version`` and ``rest``), the
URL of the twin, and the product whose lifecycle shows whether the release has ended.
"""

import re
from typing import NamedTuple

from linkwarden.data import Product, lifecycle
from linkwarden.urls import WebUrl

_RTD_DOMAINS = (
    r"[\w.-]{1,200}\.readthedocs\.(?:io|org)|[\w-]{1,63}\.palletsprojects\.com|pip\.pypa\.io|setuptools\.pypa\.io|"
    r"virtualenv\.pypa\.io|docs\.pytest\.org|docs\.celeryq\.dev|docs\.scrapy\.org|docs\.aiohttp\.org|"
    r"docs\.wagtail\.org|docs\.locust\.io|www\.attrs\.org|cryptography\.io"
)
"""Read the Docs, and well-known projects with their own domain there."""

_LANGUAGE = r"(?P<lang>[a-z]{2}(?:[-_][A-Za-z]{2})?/)"

_ROWS = (
    # ---- with a lifecycle ----
    (
        r"docs\.python\.org/(?P<lang>[a-z]{2}(?:-[a-z]{2})?/)?(?:release/)?(?P<version>2|[23]\.\d+(?:\.\d+)?)/(?P<rest>.*)",
        "https://docs.python.org/{lang}3/{rest}",
        "python",
    ),
    (
        r"docs\.djangoproject\.com/(?P<lang>[a-z-]+/)(?P<version>\d+\.\d+)/(?P<rest>.*)",
        "https://docs.djangoproject.com/{lang}stable/{rest}",
        "django",
    ),
    (
        r"www\.postgresql\.org/docs/(?P<version>\d+(?:\.\d+)?)/(?:static/|interactive/)?(?P<rest>.*)",
        "https://www.postgresql.org/docs/current/{rest}",
        "postgresql",
    ),
    (
        r"nodejs\.org/(?:docs|dist|download/release)/(?:latest-)?v(?P<version>\d+(?:\.\w+)*)/(?:docs/)?api/(?P<rest>.*)",
        "https://nodejs.org/docs/latest/api/{rest}",
        "nodejs",
    ),
    (
        r"(?:www\.)?laravel\.com/docs/(?P<version>\d+(?:\.(?:x|\d+))?)(?:/(?P<rest>.*))?",
        "https://laravel.com/docs/{rest}",
        "laravel",
    ),
    (
        r"symfony\.com/doc/(?P<version>\d+\.\d+)/(?P<rest>.*)",
        "https://symfony.com/doc/current/{rest}",
        "symfony",
    ),
    (
        r"docs\.ansible\.com/ansible/(?P<version>\d+(?:\.\d+)?)/(?P<rest>.*)",
        "https://docs.ansible.com/ansible/latest/{rest}",
        "ansible",
    ),
    (
        r"guides\.rubyonrails\.org/v(?P<version>\d+\.\d+(?:\.\d+)?)/(?P<rest>.*)",
        "https://guides.rubyonrails.org/{rest}",
        "ruby-on-rails",
    ),
    (
        r"docs\.ruby-lang\.org/en/(?P<version>\d+\.\d+(?:\.\d+)?)/(?P<rest>.*)",
        "https://docs.ruby-lang.org/en/master/{rest}",
        "ruby",
    ),
    (
        r"v(?P<version>\d+-\d+)\.docs\.kubernetes\.io/(?P<rest>.*)",
        "https://kubernetes.io/{rest}",
        "kubernetes",
    ),
    (
        r"www\.elastic\.co/guide/(?P<lang>\w+/elasticsearch/reference/)(?P<version>\d+\.\d+)/(?P<rest>.*)",
        "https://www.elastic.co/guide/{lang}current/{rest}",
        "elasticsearch",
    ),
    (
        r"dev\.mysql\.com/doc/refman/(?P<version>\d+\.\d+)/(?P<rest>en/.*)",
        "https://dev.mysql.com/doc/refman/{rest}",
        "mysql",
    ),
    (
        r"numpy\.org/doc/(?P<version>\d+\.\d+)/(?P<rest>.*)",
        "https://numpy.org/doc/stable/{rest}",
        "numpy",
    ),
    (
        r"docs\.scipy\.org/doc/numpy-(?P<version>\d+\.\d+)(?:\.\d+)?/(?P<rest>.*)",
        "https://numpy.org/doc/stable/{rest}",
        "numpy",
    ),
    (r"v(?P<version>\d+)\.angular\.io/(?P<rest>.*)", "https://angular.dev/{rest}", "angular"),
    (r"(?:docs\.|www\.)?(?P<version>)angularjs\.org/(?P<rest>.*)", None, "angularjs"),
    (r"v(?P<version>2)\.vuejs\.org/(?:v2/)?(?P<rest>.*)", "https://vuejs.org/{rest}", "vue"),
    (r"getbootstrap\.com/docs/(?P<version>\d+\.\d+)/(?P<rest>.*)", None, "bootstrap"),
    # ---- without: the twin's title has its version ----
    (
        rf"(?P<host>{_RTD_DOMAINS})/{_LANGUAGE}?(?P<version>v?\d+(?:\.\d+)*(?:\.x)?)/(?P<rest>.*)",
        "https://{host}/{lang}stable/{rest}",
        None,
    ),
    (
        r"pandas\.pydata\.org/(?:pandas-)?docs/version/(?P<version>\d[\d.]*)/(?P<rest>.*)",
        "https://pandas.pydata.org/docs/{rest}",
        None,
    ),
    (
        r"(?P<host>scikit-learn\.org|matplotlib\.org)/(?P<version>\d+\.\d+(?:\.\d+)?)/(?P<rest>.*)",
        "https://{host}/stable/{rest}",
        None,
    ),
    (
        r"docs\.scipy\.org/doc/scipy-(?P<version>\d+\.\d+(?:\.\d+)?)/(?:reference/)?(?P<rest>.*)",
        "https://docs.scipy.org/doc/scipy/reference/{rest}",
        None,
    ),
    (
        r"pytorch\.org/docs/(?P<version>\d+\.\d+(?:\.\d+)?)/(?P<rest>.*)",
        "https://docs.pytorch.org/docs/stable/{rest}",
        None,
    ),
)
_SITES = tuple((re.compile(rf"\A{pattern}"), twin, product) for pattern, twin, product in _ROWS)


class Pinned(NamedTuple):
    """A page of one release's documentation."""

    version: str
    """As the address has it; empty if the whole site is about one product."""
    rest: str
    """The page's path within the documentation."""
    twin: str | None
    """Where the same page of the current release would be."""
    product: Product | None


def pinned(url: WebUrl) -> Pinned | None:
    """Return the release of *url*, or None if its site is unknown, or it has none."""
    where = url.host + url.path
    for pattern, twin, product in _SITES:
        if match := pattern.fullmatch(where):
            parts = match.groupdict(default="")
            return Pinned(
                version=parts["version"],
                rest=parts["rest"],
                twin=twin.format(**parts) + url.query if twin else None,
                product=lifecycle().products[product] if product else None,
            )
    return None
