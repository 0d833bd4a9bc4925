"""What Neyman's allocation goes by: the newest settled sample that was cut in the same way."""

from msgspec.structs import replace

from app.contract.qa import FrameStratum, LotResult, StratumResult
from app.desktop.panels.qa.presenter import expected_by_stratum
from app.desktop.panels.qa.state import Lot
from tests.support.sample_quality import SERVED, frame

BY = ("vendor",)


def cut(*names: str, by: tuple[str, ...] = BY) -> object:
    one = frame(300)
    strata = tuple(FrameStratum(number, 100, (name,)) for number, name in enumerate(names, 1))
    return replace(one, criteria=replace(one.criteria, strata_by=by), strata=strata)


def lot(of: object, wrong: tuple[int, ...], *, awaiting: int = 0) -> Lot:
    strata = tuple(StratumResult(number, 100, 48, one) for number, one in enumerate(wrong, 1))
    result = LotResult(48 * len(wrong), 0, 0, awaiting, 0, sum(wrong), strata=strata)
    return Lot("s-1", replace(SERVED[0], result=result), frame=of)  # type: ignore[arg-type]


def test_shares_are_found_by_name_and_no_error_is_not_taken_for_none() -> None:
    before = lot(cut("vendor-b", "vendor-a"), (4, 0))
    told = expected_by_stratum(cut("vendor-a", "vendor-b", "vendor-c"), (before,))  # type: ignore[arg-type]
    assert told == {"1": 1 / 50, "2": 5 / 50}


def test_what_is_not_settled_or_cut_otherwise_says_nothing() -> None:
    now = cut("vendor-a")
    assert expected_by_stratum(now, (lot(cut("vendor-a"), (4,), awaiting=1),)) == {}  # type: ignore[arg-type]
    assert expected_by_stratum(now, (lot(cut("vendor-a", by=("decision",)), (4,)),)) == {}  # type: ignore[arg-type]
