"""The pictures can be made, and a picture shows what it should."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.desktop.widgets import tokens
from tests.desktop.gallery import pictures, readme
from tests.support.sample_window import SampleWindow


def test_the_gallery_makes_a_picture_of_every_room(qapp: QApplication, tmp_path: Path) -> None:
    sample = SampleWindow(qapp)
    try:
        made = pictures(sample, tmp_path, ["dark"], ["zh_CN"], [(1366, 768)])
    finally:
        sample.close()
    assert [path.name.partition("_")[0] for path in made] == ["C-204817", "C-204790", "activity"]
    assert all((QImage(str(path)).width(), QImage(str(path)).height()) == (1366, 768) for path in made)


def test_the_pictures_of_the_readme_wear_the_colours_of_their_theme(qapp: QApplication, tmp_path: Path) -> None:
    sample = SampleWindow(qapp)
    try:
        light, dark, _chinese = readme(sample, tmp_path)
    finally:
        sample.theme.choose("light")
        sample.close()
    middle = (700, 650)
    assert QImage(str(light)).pixelColor(*middle).name() == tokens.LIGHT.surface
    assert QImage(str(dark)).pixelColor(*middle).name() == tokens.DARK.surface
