"""Pictures of what surrounds a case, each widget by itself, to be looked at.

python -m tests.desktop.gallery_context OUT
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.desktop.widgets.graph import Graph
from app.desktop.widgets.indicator_chips import IndicatorChips
from tests.support import sample_context
from tests.support.sample_window import SampleWindow

WIDTHS = (600, 900)


def main(arguments: list[str]) -> int:
    out = Path(arguments[0] if arguments else "gallery")
    out.mkdir(parents=True, exist_ok=True)
    # Brings theme and translations as the program does.
    sample = SampleWindow(QApplication([]))
    ground = QWidget()
    layout = QVBoxLayout(ground)
    chips, graph = IndicatorChips(), Graph()
    layout.addWidget(chips)
    layout.addWidget(graph)
    layout.addStretch(1)
    told = sample_context.context()
    for scheme in ("light", "dark"):
        sample.theme.choose(scheme)
        for language in ("en", "zh_CN"):
            sample.speak(language)
            chips.set_indicators(told.indicators)
            graph.set_graph(
                told.graph, {*told.indicators[1].nodes, *told.indicators[1].edges} if scheme == "dark" else ()
            )
            for width in WIDTHS:
                ground.resize(width, layout.heightForWidth(width) + 24)
                ground.show()
                sample.settle()
                path = out / f"graph_{scheme}_{language}_{width}.png"
                ground.grab().save(str(path))
                print(path)
    ground.close()
    sample.window.show()
    for width, height in ((1366, 768), (1600, 1000)):
        sample.window.resize(width, height)
        for scheme, language in (("light", "en"), ("dark", "en"), ("light", "zh_CN")):
            sample.theme.choose(scheme)
            sample.speak(language)
            sample.show_case("C-204817")
            sample.settle()
            case = sample.review.view.case
            case.go_around()
            for sheet in range(3):
                case.around.sheets.choose(sheet)
                sample.settle()
                path = out / f"room_{sheet}_{scheme}_{language}_{width}.png"
                sample.window.grab().save(str(path))
                print(path)
    sample.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
