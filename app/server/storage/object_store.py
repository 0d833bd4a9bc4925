"""Files behind the evidence in an S3-compatible store, through obstore (Apache Arrow's object_store)."""

import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from app.server.storage.files import PIECE
from app.server.storage.unit_of_work import StorageBusy

SCHEME = "s3://"
# Who waits for a file waits for the store; whoever asks again later is better served than one who hangs.
_PATIENCE: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}


class ObjectStore:
    """See `app.server.storage.files.AttachmentStore`. `address` is "s3://BUCKET/PREFIX"; `endpoint` the address of a
    store that is not Amazon's own, empty for that. Keys come from `environment` (AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN); without any, from the machine's own role. Raises ValueError for an
    address that is none, ImportError where obstore is not installed."""

    def __init__(
        self, address: str, *, endpoint: str = "", region: str = "", environment: Mapping[str, str] | None = None
    ) -> None:
        import obstore
        from obstore.exceptions import BaseError, NotFoundError
        from obstore.store import S3Store

        parts, told = urlsplit(address), os.environ if environment is None else environment
        if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
            raise ValueError("an object store's address is s3://BUCKET/PREFIX")
        # Not every store knows how to remove several at once, and one is all that is ever removed.
        config: dict[str, Any] = {"region": region, "virtual_hosted_style_request": False, "disable_bulk_delete": True}
        if endpoint:
            config["endpoint"] = endpoint
        names = {
            "access_key_id": "AWS_ACCESS_KEY_ID",
            "secret_access_key": "AWS_SECRET_ACCESS_KEY",
            "session_token": "AWS_SESSION_TOKEN",
        }
        config |= {key: told[name] for key, name in names.items() if told.get(name)}
        self._api, self._absent, self._fault = obstore, NotFoundError, BaseError
        self._store: Any = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            client_options={"allow_http": endpoint.startswith("http://"), "connect_timeout": "5s", "timeout": "60s"},
            retry_config=_PATIENCE,
            **config,
        )

    def has(self, sha256: str) -> bool:
        try:
            self._api.head(self._store, _key(sha256))
        except (self._absent, FileNotFoundError):
            return False
        except self._fault as error:
            raise StorageBusy from error
        return True

    def put(self, sha256: str, data: bytes) -> None:
        # A store shows an object whole or not at all.
        try:
            self._api.put(self._store, _key(sha256), data, use_multipart=False)
        except self._fault as error:
            raise StorageBusy from error

    def open(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        if end <= start:
            if not self.has(sha256):
                raise FileNotFoundError(sha256)
            return iter(())
        try:
            found = self._api.get(self._store, _key(sha256), options={"range": (start, end)})
        except (self._absent, FileNotFoundError):
            raise FileNotFoundError(sha256) from None
        except self._fault as error:
            raise StorageBusy from error
        return (bytes(piece) for piece in found.stream(min_chunk_size=PIECE))

    def remove(self, sha256: str) -> None:
        try:
            self._api.delete(self._store, _key(sha256))
        except (self._absent, FileNotFoundError):
            return
        except self._fault as error:
            raise StorageBusy from error


def _key(sha256: str) -> str:
    # The caller checked that these are hex digits; a name can lead nowhere else.
    return f"{sha256[:2]}/{sha256[2:]}"
