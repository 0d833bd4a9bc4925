"""Opening the workstation: first what would make Qt abort without a word, then everything else."""

import sys
from pathlib import Path

from app.desktop.console import advice, console_language, words
from app.desktop.runtime import display


def main(
    *, server: str | None = None, profile: Path | None = None, key_fd: int | None = None, language: str | None = None
) -> int:
    """Open the window and stay until it closes; the exit code. 3 where no window can be shown on this machine."""
    if not can_show(language):
        return 3
    from app.desktop.bootstrap import run

    return run(server=server, profile=profile, key_fd=key_fd, language=language)


def can_show(language: str | None = None) -> bool:
    """True where a window can open; otherwise says on stderr what is missing and what to do."""
    speech = language[:2] if language else console_language()
    found: list[tuple[str, dict[str, str]]] = []
    missing = display.missing_libraries()
    if missing:
        line = display.install_line([library.package for library in missing])
        found.append(("libraries_missing", {"names": ", ".join(library.soname for library in missing), "line": line}))
    if not display.has_display():
        found.append(("display_none", {}))
    if not found:
        return True
    print(words("window_cannot_open", speech), file=sys.stderr)
    for code, values in found:
        print(words(code, speech, **values), file=sys.stderr)
        print("  " + advice(code, speech, **values), file=sys.stderr)
    return False
