"""Pictures of the window with sample work, to be looked at beside the design.

    python -m tests.desktop.gallery OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]
    TZ=UTC python -m tests.desktop.gallery packaging/readme readme     the three pictures of the README

With OUT alone it makes every combination at 1366×768 and 1600×1000.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.support.sample_activity import offline_status, online_status
from tests.support.sample_desk import CHINESE_DRAFT, NOW_MS, SAMPLE_DRAFT
from tests.support.sample_window import SampleWindow

SIZES = ((1366, 768), (1600, 1000))
CASES = ("C-204817", "C-204790")


def pictures(
    sample: SampleWindow, out: Path, schemes: list[str], languages: list[str], sizes: list[tuple[int, int]]
) -> list[Path]:
    """Every combination, saved; the paths in order."""
    made: list[Path] = []
    window = sample.window
    for width, height in sizes:
        window.resize(width, height)
        window.show()
        for scheme in schemes:
            sample.theme.choose(scheme)
            for language in languages:
                sample.speak(language)
                for name in (*CASES, "activity"):
                    if name == "activity":
                        sample.status.state = offline_status()
                        window.show_room("activity")
                        window.set_status(offline_status(), NOW_MS)
                    else:
                        sample.show_case(name)
                        window.set_status(online_status(), NOW_MS)
                    sample.settle()
                    made.append(out / f"{name}_{scheme}_{language}_{width}x{height}.png")
                    window.grab().save(str(made[-1]))
    return made


def readme(sample: SampleWindow, out: Path) -> list[Path]:
    """The Review workspace in light, dark and Chinese at 1600×1000."""
    made: list[Path] = []
    sample.window.resize(1600, 1000)
    sample.window.show()
    for name, scheme, language in (("light", "light", "en"), ("dark", "dark", "en"), ("zh", "light", "zh_CN")):
        sample.theme.choose(scheme)
        sample.speak(language)
        # The draft of the case speaks the language of its picture.
        sample.show_case(CASES[1])
        sample.desk.drafts[CASES[0]] = SAMPLE_DRAFT if language == "en" else CHINESE_DRAFT
        sample.show_case(CASES[0])
        sample.settle()
        made.append(out / f"review_{name}.png")
        picture = sample.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        picture.save(str(made[-1]), "PNG", 0)  # type: ignore[call-overload]
    return made


def main(arguments: list[str]) -> int:
    out = Path(arguments[0] if arguments else "gallery")
    out.mkdir(parents=True, exist_ok=True)
    words = arguments[1:]
    schemes = [word for word in words if word in ("light", "dark")] or ["light", "dark"]
    languages = [word for word in words if word in ("en", "zh_CN")] or ["en", "zh_CN"]
    sizes: list[tuple[int, int]] = []
    for word in words:
        wide, cross, high = word.partition("x")
        if cross and wide.isdigit() and high.isdigit():
            sizes.append((int(wide), int(high)))
    sample = SampleWindow(QApplication([]))
    made = readme(sample, out) if "readme" in words else pictures(sample, out, schemes, languages, sizes or list(SIZES))
    for path in made:
        print(path)
    sample.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
