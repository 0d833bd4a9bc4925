"""Whoever marked a step of the agent's reasoning wrong learns how a candidate answers the same case."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row

from app.contract.changes import NEWS
from app.domain.assessment import Assessment
from app.domain.ids import uuid7
from app.domain.regression import Check, Finding, held_against
from app.server.storage import news
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.news import MOST_CASE_IDS, Said

RETESTED, RUN = "retested", "regression_run"
_encode = msgspec.json.Encoder().encode


class _Own(msgspec.Struct):
    """What became of one person's marks."""

    numbers: list[int]
    mended: int = 0
    repeated: int = 0


def tell(
    work: UnitOfWork,
    run: Row[Any],
    asked: Iterable[tuple[int, Sequence[Check], str | None]],
    answers: Mapping[int, Assessment],
    there: Mapping[int, frozenset[str]],
) -> int:
    """One piece of news for each person who marked a step that was answered, about their own marks alone; how many were
    told. `asked`: (case, its checks, whose they are); `there`: the evidence that each case has."""
    own: dict[str, _Own] = {}
    for number, checks, by in asked:
        word = answers.get(number)
        if word is None or by is None or not checks:
            continue
        mine = own.setdefault(by, _Own([]))
        mine.numbers.append(number)
        for check in checks:
            finding = held_against(check, word.steps, there.get(number))
            mine.mended += finding is Finding.MENDED
            mine.repeated += finding is Finding.REPEATED
    vendors, rows = news.vendors(work.connection, own), []
    for user_id in sorted(vendors):
        mine, news_id = own[user_id], uuid7(work.now_ms, secrets.token_bytes(10))
        said = Said(
            case_type="",
            label=None,
            code=None,
            route=None,
            kind=None,
            ref=None,
            title=run.model_version if run.prompt_version is None else f"{run.model_version} · {run.prompt_version}",
            title_language="",
            reason="",
            reason_language="",
            by_name=None,
            result_kind=RUN,
            result_ref=run.run_id,
            cases=len(mine.numbers),
            case_ids=tuple(case_id(number) for number in sorted(mine.numbers, reverse=True)[:MOST_CASE_IDS]),
            raised=False,
            mended=mine.mended,
            repeated=mine.repeated,
        )
        rows.append(
            {
                "news_id": news_id,
                "user_id": user_id,
                "feedback_id": run.run_id,
                "event": RETESTED,
                "at": work.now_ms,
                "rev": 1,
                "detail": _encode(said).decode(),
            }
        )
        work.touch(NEWS, news_id, 1, vendors[user_id], user_id)
    news.add(work.connection, rows)
    return len(rows)
