"""What the Calibrate room of an invented house is given: for the gallery and for tests."""

from types import SimpleNamespace
from typing import Any

from tests.support.sample_calibration import CalibrationDesk
from tests.support.sample_sessions import SessionsDesk
from tests.support.sample_thresholds import ThresholdDesk


def calibrate_context(desk: Any, thresholds: ThresholdDesk, files: Any, rights: Any, window: Any) -> Any:
    """What the Calibrate room is given."""
    return SimpleNamespace(
        tasks=desk.tasks,
        hub=desk.hub,
        clock=desk.clock,
        session=SimpleNamespace(may=lambda right: right in rights),
        key_of=window.actions_.key_cap,
        show_case=lambda _case: None,
        thresholds=thresholds,
        calibration=CalibrationDesk(),
        sessions=SessionsDesk(),
        files=files,
    )
