"""TLS contexts: made once a run, on first use, and shared by all hosts."""

import ssl
from functools import cached_property

from linkwarden.model.observation import Trust

X509_V_FLAG_NO_CHECK_TIME = 0x200000
"""OpenSSL, X509_VERIFY_PARAM_set_flags(3): verify everything but the dates."""


class TlsContexts:
    """The contexts of one run, judged against the system's store and *ca_file*.

    OpenSSL reads SSL_CERT_FILE and SSL_CERT_DIR itself.
    """

    def __init__(self, ca_file: str | None) -> None:
        self._ca_file = ca_file

    def get(self, trust: Trust) -> ssl.SSLContext:
        """Return the context that verifies that much.

        Raises:
            OSError: *ca_file* cannot be read, or holds no certificate.
        """
        match trust:
            case Trust.FULL:
                return self._full
            case Trust.UNDATED:
                return self._undated
            case Trust.NONE:
                return self._none

    def _verifying(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._ca_file:
            context.load_verify_locations(self._ca_file)
        # Python 3.13 began to refuse certificates that browsers accept (RFC 5280 to the letter).
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context

    @cached_property
    def _full(self) -> ssl.SSLContext:
        return self._verifying()

    @cached_property
    def _undated(self) -> ssl.SSLContext:
        context = self._verifying()
        context.verify_flags |= X509_V_FLAG_NO_CHECK_TIME
        return context

    @cached_property
    def _none(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
