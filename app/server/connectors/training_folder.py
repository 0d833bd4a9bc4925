"""Training requests as files in a folder: the default way to a model's owner who listens to nothing."""

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec


class TrainingFolder:
    """One folder for each request, under its id: request.json, manifest.json and the files of the set. It appears whole
    or not at all; one that is there already stays as it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(
        self, request_id: str, request: Mapping[str, Any], manifest: bytes, files: Mapping[str, Iterator[bytes]]
    ) -> Path:
        """Write a request. Raises OSError."""
        target = self._folder / request_id
        if target.is_dir():
            return target
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        partial = self._folder / f".{request_id}.{secrets.token_hex(4)}"
        partial.mkdir(mode=0o750)
        try:
            told = msgspec.json.format(msgspec.json.encode(request))
            for name, pieces in (
                *files.items(),
                ("manifest.json", iter((manifest,))),
                ("request.json", iter((told,))),
            ):
                with (partial / name).open("wb") as file:
                    for piece in pieces:
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(partial, target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        return target
