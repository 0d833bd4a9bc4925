"""Pictures of taking cases along and of what came of each.

    python -m tests.desktop.gallery_along OUT

In light, dark and Chinese, at 1366×768 and 1600×1000.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from tests.support.sample_activity import conflicts, online_status
from tests.support.sample_along import HOUR
from tests.support.sample_desk import NOW_MS
from tests.support.sample_window import SampleWindow

SIZES = ((1366, 768), (1600, 1000))
LOOKS = (("light", "en"), ("dark", "en"), ("light", "zh_CN"))


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    sample = SampleWindow(application)
    window, along = sample.window, sample.along
    ids = [row.case_id for row in sample.desk.rows]
    for width, height in SIZES:
        window.resize(width, height)
        window.show()
        for scheme, language in LOOKS:
            sample.theme.choose(scheme)
            sample.speak(language)

            def grab(name: str, look: str = f"{scheme}_{language}_{width}x{height}") -> None:
                sample.settle()
                window.grab().save(str(out / f"{name}_{look}.png"))

            window.show_room("review")
            sample.settle()
            along.mine.clear()
            along.stay = {ids[0]: "offline_too_late", ids[1]: "offline_key_user"}
            window.actions_.run("cases.along")
            grab("along")
            along.stay, along.lacks = {ids[3]: "claimed_by_other"}, {ids[4]: ("documents",)}
            form = sample.review.queue.along
            form._take(along, tuple(ids[2:8]))
            grab("along_over")
            sample.review.sheets.sheets.close()
            window.actions_.run("cases.along")
            grab("along_held")
            sample.review.sheets.sheets.close()
            sample.desk.rows[:] = [
                replace(row, along=True, claimed_by_me=True, reserved_until=NOW_MS + 3 * HOUR)
                if row.case_id in along.mine
                else row
                for row in sample.desk.rows
            ]
            sample.review.presenter.choose_view("open")
            window.set_status(replace(online_status(), along=5, along_until=NOW_MS + 3 * HOUR), NOW_MS)
            grab("along_rows")
            first = conflicts()
            for name, state in (("fates_1", first), ("fates_2", replace(first, rows=first.rows[4:]))):
                sample.activity.state = state
                window.show_room("activity")
                grab(name)
    sample.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
