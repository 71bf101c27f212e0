"""A private authority, and certificates that are good or bad in one way each."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ("localhost", "127.0.0.1")
PROXIED = "docs.linkwarden-proxied.org"
"""A name that only the test web's proxy resolves."""


class Certificates:
    """Server contexts by the fault of their certificate, created on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._authority = trustme.CA()
        self.ca_file = folder / "ca.pem"
        self._authority.cert_pem.write_to_path(str(self.ca_file))
        self.context: Callable[[str], ssl.SSLContext] = cache(self._make)

    def _make(self, kind: str) -> ssl.SSLContext:
        if kind == "self-signed":
            return self._load(_self_signed())
        return self._load(self._issue(kind))

    def _issue(self, kind: str) -> bytes:
        now = datetime.now(UTC)
        match kind:
            case "good":
                leaf = self._authority.issue_cert(*NAMES, PROXIED)
            case "wrong-name":
                leaf = self._authority.issue_cert("elsewhere.test", "192.0.2.1")
            case "expired-last-month":
                leaf = self._authority.issue_cert(*NAMES, not_before=now - timedelta(90), not_after=now - timedelta(30))
            case "expired-two-days-ago":
                leaf = self._authority.issue_cert(*NAMES, not_before=now - timedelta(90), not_after=now - timedelta(2))
            case "not-yet-valid":
                leaf = self._authority.issue_cert(*NAMES, not_before=now + timedelta(2), not_after=now + timedelta(90))
            case "unknown-issuer":
                leaf = trustme.CA().issue_cert(*NAMES)
            case "chain":
                leaf = self._authority.create_child_ca().issue_cert(*NAMES)
            case "incomplete-chain":
                leaf = self._authority.create_child_ca().issue_cert(*NAMES)
                return leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes()
            case _:
                raise ValueError(f"there is no certificate called {kind!r}")
        return leaf.private_key_and_cert_chain_pem.bytes()

    def _load(self, pem: bytes) -> ssl.SSLContext:
        file = self._folder / "server.pem"
        file.write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        file.unlink()
        return context


def _self_signed() -> bytes:
    """Return a key, and a self-signed certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + certificate.public_bytes(encoding)
