"""TLS contexts: created once a run, on first use, and shared by all hosts."""

import ssl
import sys
from functools import cached_property

from linkwarden.errors import ConfigError
from linkwarden.model.observation import Verify

MACOS_ROOTS = "/etc/ssl/cert.pem"
"""Where macOS keeps its roots for programs like this one; the Python of python.org looks elsewhere and finds none."""

X509_V_FLAG_NO_CHECK_TIME = 0x200000
"""OpenSSL, X509_VERIFY_PARAM_set_flags(3): verify everything but the dates."""


class TlsContexts:
    """The contexts of one run, judged against the system's store and *ca_file*.

    OpenSSL reads SSL_CERT_FILE and SSL_CERT_DIR itself.

    Raises:
        ConfigError: *ca_file* cannot be read, or has no certificate.
    """

    def __init__(self, ca_file: str | None) -> None:
        self._ca_file = ca_file
        if ca_file is not None:
            self._check(ca_file)

    def _check(self, ca_file: str) -> None:
        try:
            self.get(Verify.FULL)
        except OSError as error:
            reason = "holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            raise ConfigError(f"ca-file: {ca_file}: {reason}") from None

    def get(self, verify: Verify) -> ssl.SSLContext:
        """Return the context that verifies that much."""
        match verify:
            case Verify.FULL:
                return self._full
            case Verify.UNDATED:
                return self._undated
            case Verify.NONE:
                return self._none

    def _verifying(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        paths = ssl.get_default_verify_paths()
        if sys.platform == "darwin" and paths.cafile is None and paths.capath is None:
            context.load_verify_locations(MACOS_ROOTS)
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


def is_undated(tls: ssl.SSLObject) -> bool:
    """Return whether everything but the dates of the certificates is verified."""
    return bool(tls.context.verify_flags & X509_V_FLAG_NO_CHECK_TIME)
