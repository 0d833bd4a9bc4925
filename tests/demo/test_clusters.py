"""The planted groups: each is found by the indicator it was planted for, in the case it was planted in."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from app.contract.context import ContextView
from app.demo.clusters import LEAST, plant
from app.demo.generator import generate
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.storage import schema
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import context, intake

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SEED = 7


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    folder: Path = tmp_path_factory.mktemp("clusters")
    engine = open_engine(f"sqlite:///{folder / 'server.db'}")
    schema.upgrade(engine)
    yield Storage(engine, lambda: NOW)
    engine.dispose()


@pytest.fixture(scope="module")
def contexts(storage: Storage) -> dict[str, ContextView]:
    """What surrounds every case of a demo, by external_ref."""
    agent = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
    body = msgspec.json.encode([one.intake for one in generate(200, SEED, NOW)])
    answer = intake.take_cases(storage, agent, body, lines=False)
    assert answer.accepted == 200
    who = Principal("lin", "lin", frozenset({Role.REVIEWER}))
    return {r.external_ref or "": context.one(storage, who, r.case_id or "") for r in answer.results}


def planted(count: int = 200) -> dict[str, list[str]]:
    """Which cases hold what, by planting again in a copy."""
    cases = msgspec.json.decode(msgspec.json.encode([one.intake for one in generate(count, SEED, NOW)]))
    for case in cases:
        case["evidence"] = [piece for piece in case["evidence"] if piece["id"] not in ("transfers", "lists")]
    return plant(random.Random(f"footplate clusters {SEED}"), cases)


def test_every_group_is_found_by_its_indicator(contexts: dict[str, ContextView]) -> None:
    groups = planted()
    assert set(groups) == {"shared_device_or_ip", "fan_in_pass_through", "self_trade_loop", "common_funder"}
    for name, refs in groups.items():
        for ref in refs:
            found = {one.id: one for one in contexts[ref].indicators}
            assert name in found, (name, ref, set(found))
            assert found[name].nodes
    first = contexts[groups["shared_device_or_ip"][0]]
    assert "sybil_group" in {one.id for one in first.indicators}


def test_a_mule_leads_to_a_list_with_its_day(contexts: dict[str, ContextView]) -> None:
    for ref in planted()["fan_in_pass_through"]:
        hits = contexts[ref].graph.hits
        assert hits
        assert any(hit.list.startswith("Invented") and hit.list_date.startswith("2026-") for hit in hits)


def test_most_cases_show_no_indicator(contexts: dict[str, ContextView]) -> None:
    silent = sum(not one.indicators for one in contexts.values())
    assert silent > len(contexts) / 2


def test_a_handful_of_cases_stays_as_it_is() -> None:
    assert plant(random.Random(1), [one.intake for one in generate(LEAST - 1, SEED, NOW)]) == {}
