"""TLS contexts."""

import ssl
from pathlib import Path

import pytest

from linkwarden.errors import ConfigError
from linkwarden.model.observation import Verify
from linkwarden.net.tls import X509_V_FLAG_NO_CHECK_TIME, TlsContexts


def test_a_missing_file_of_authorities_is_reported_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"^ca-file: .*none\.pem: No such file or directory$"):
        TlsContexts(str(tmp_path / "none.pem"))


def test_a_file_without_a_certificate_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("no certificate\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"^ca-file: .*empty\.pem: "):
        TlsContexts(str(tmp_path / "empty.pem"))


def test_how_much_each_context_verifies() -> None:
    contexts = TlsContexts(None)
    full, undated, none = (contexts.get(verify) for verify in (Verify.FULL, Verify.UNDATED, Verify.NONE))

    assert (full.verify_mode, full.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (undated.verify_mode, undated.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (none.verify_mode, none.check_hostname) == (ssl.CERT_NONE, False)
    assert not full.verify_flags & X509_V_FLAG_NO_CHECK_TIME
    assert undated.verify_flags & X509_V_FLAG_NO_CHECK_TIME
