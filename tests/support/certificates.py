"""Certificates of a house, good and bad, made for one test run."""

import ssl
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

HOST = "127.0.0.1"


@dataclass(frozen=True)
class House:
    """An authority that the seat trusts (its certificate lies in `bundle`) and one that it never heard of."""

    folder: Path
    ours: trustme.CA = field(default_factory=trustme.CA)
    strange: trustme.CA = field(default_factory=trustme.CA)

    @property
    def bundle(self) -> Path:
        path = self.folder / "house-ca.pem"
        self.ours.cert_pem.write_to_path(str(path))
        return path

    def good(self) -> ssl.SSLContext:
        return _context(self.ours.issue_cert(HOST))

    def expired(self) -> ssl.SSLContext:
        return _context(self.ours.issue_cert(HOST, not_after=datetime.now(UTC) - timedelta(days=1)))

    def wrong_host(self) -> ssl.SSLContext:
        return _context(self.ours.issue_cert("footplate.example.net"))

    def unknown_authority(self) -> ssl.SSLContext:
        return _context(self.strange.issue_cert(HOST))

    def old_protocol(self) -> ssl.SSLContext:
        """A good certificate behind TLS 1.1 and nothing newer."""
        context = _context(self.ours.issue_cert(HOST))
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context


def _context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context
