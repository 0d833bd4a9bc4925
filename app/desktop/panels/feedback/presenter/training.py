"""What is done with training sets: made, taken as files, sent to the model's owner."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.contract.training_sets import RetrainingView, TrainingOrder, TrainingSetView
from app.desktop.panels.feedback.presenter.own import OwnActs
from app.desktop.panels.feedback.state import TRAINING, SetData, SheetState
from app.desktop.ports import Files


class TrainingActs(OwnActs):
    """All methods run on the GUI thread."""

    def __init__(self, *told: Any, files: Files | None, **more: Any) -> None:
        super().__init__(*told, **more)
        self._files = files

    @property
    def training_set(self) -> TrainingSetView | None:
        """The set that is open."""
        detail = self._state.detail
        return detail.view if self._state.page == TRAINING and isinstance(detail, SetData) else None

    def new_set(self) -> None:
        """Opens the sheet for a set: by filter, or of the finding that is open."""
        if "training.manage" not in self._state.rights:
            self._put(told="no_training", undo_until=0)
            return
        item = self.finding
        if item is not None and not item.cases:
            self._put(told="no_cases", undo_until=0)
            return
        chosen = {"type": item.case_type if item is not None else "", "since": "", "share": "0.2", "audits": "with"}
        self._open(SheetState("make_set", about=item.feedback_id if item is not None else "", chosen=chosen))

    def _send_make_set(self, sheet: SheetState) -> str:
        name, chosen = sheet.entry.strip(), sheet.chosen
        if not name or len(name) > 80:
            return "name_required" if not name else "name_too_long"
        since = chosen.get("since", "")
        now = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)
        order = TrainingOrder(
            name,
            feedback_id=sheet.about or None,
            case_type=(chosen.get("type") or None) if not sheet.about else None,
            labelled_from=now - timedelta(days=int(since)) if since else None,
            test_share=float(chosen.get("share", "0.2")),
            audits=chosen.get("audits") == "with",
        )

        def done(made: TrainingSetView) -> None:
            self._go(page=TRAINING, inner=made.set_id)
            self._put(told="set_made")

        self._do(lambda: self._loop.make_set(order), done)
        return ""

    def ask(self) -> None:
        """Opens the sheet that asks the model's owner to train from the set that is open."""
        if self.training_set is None:
            return
        if "training.manage" not in self._state.rights:
            self._put(told="no_training", undo_until=0)
            return
        self._open(SheetState("ask"))

    def _send_ask(self, sheet: SheetState) -> str:
        made = self.training_set
        if made is None:
            return "finding_gone"
        words, language = sheet.text.strip(), self._language()

        def done(asked: RetrainingView) -> None:
            self._put(sheet=None, told=f"asked_{asked.sent_by}", undo_until=0)
            self._ask()

        self._do(lambda: self._loop.ask_retraining(made.set_id, words, language), done)
        return ""

    def take_files(self) -> None:
        """The files of the set that is open, into the person's folder, once every digest is right."""
        made, files = self.training_set, self._files
        if made is None or files is None or self._state.asking:
            return
        if not files.allowed:
            self._put(told="exports_off", undo_until=0)
            return
        self._put(asking=True, told="taking", undo_until=0)
        name = f"{made.name}-v{made.version}"
        safe = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name)

        def take() -> str:
            found = self._loop.files(made.set_id)
            return files.save([(f"{safe}-{file}", data) for file, data in found])

        def done(where: str) -> None:
            self._put(asking=False, told="taken", saved=where, undo_until=0)

        def failed(error: Exception) -> None:
            told = "not_saved" if isinstance(error, OSError) else getattr(error, "code", "unexpected")
            self._put(asking=False, told=told, undo_until=0)

        self._tasks.read(take, done, failed, key="feedback-files")
