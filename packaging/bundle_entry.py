"""Where a bundle starts. The program starts itself again in several parts; in a bundle they are all this file."""

import multiprocessing
import sys


def main() -> int:
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--keyring-helper"]:
        from app.desktop.vault.keyring_helper import main as helper

        return int(helper() or 0)
    if sys.argv[1:2] == ["--render-child"]:
        from app.desktop.render_child.__main__ import main as render

        return render()
    if sys.argv[1:3] == ["-m", "app"]:
        # Parts that are written as `python -m app …` in a checkout.
        del sys.argv[1:3]
    from app.cli import main as footplate

    return footplate()


if __name__ == "__main__":
    sys.exit(main())
