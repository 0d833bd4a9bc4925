"""What a case keeps covered in its fields is covered in the agent's sentences as well, and nothing else is."""

from datetime import UTC, datetime

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.demo.generator import generate
from app.domain.case import Evidence, IntakeCase, Link
from app.domain.quoted import covered_assessment, covered_case
from app.domain.text import Bilingual
from tests.support.factories import assessment, intake_case, signal

KIND = catalogue().case_types["ato_investigation"]
ACCOUNT, ADDRESS, LINK = "u-83572491", "198.51.100.77", "d-448812aa"


def saying(en: str, zh: str | None = None) -> IntakeCase:
    device = Evidence("e9", "device", Bilingual(en), fields={"ip": ADDRESS, "os": "Android"}, pii=("ip",))
    return intake_case(
        subject={"account": ACCOUNT, "country": "SG", "full_name": "吴建国", "undeclared": "sign_in"},
        evidence=(device,),
        links=(Link("device", LINK),),
        assessment=assessment(
            (signal("new_device", 0.5, en), signal("account_age", -0.4, 1210)),
            steps=(msgspec.structs.replace(assessment().steps[0], statement=Bilingual(en, zh), outcome=en),),
            not_checked=(Bilingual(en, zh),),
        ),
    )


def texts(case: IntakeCase) -> set[str]:
    word = case.assessment
    found = {word.steps[0].statement.en, word.steps[0].outcome, word.not_checked[0].en, case.evidence[0].title.en}
    return {str(text) for text in (*found, word.signals[0].value)}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"The account {ACCOUNT} came from {ADDRESS}.", "The account u-83•••91 came from 19•••77."),
        (f"THE ACCOUNT {ACCOUNT.upper()}, once.", "THE ACCOUNT U-83•••91, once."),
        (f"It is tied to {LINK}.", "It is tied to d-44•••aa."),
        ("The owner wrote from li.wei@example.com.", "The owner wrote from l•••@•••.com."),
        ("Paid with 4111 1111 1111 1111.", "Paid with 4••• 1••• 1•••."),
        (f"Not {ACCOUNT}9, and 24 sign_in within 53 minutes of 12,410 km/h.",) * 2,
        ("Android in SG since 2026-11-21T08:59:00Z.",) * 2,
    ],
)
def test_a_covered_value_is_covered_in_every_sentence(said: str, kept: str) -> None:
    case = covered_case(saying(said), KIND)
    assert texts(case) == {kept}
    assert (case.subject["account"], (case.evidence[0].fields or {})["ip"]) == (ACCOUNT, ADDRESS)
    assert covered_case(case, KIND) == case


def test_chinese_names_are_found_without_a_space_around_them() -> None:
    case = covered_case(saying("Same person.", "证件上的吴建国为同一人。"), KIND)
    assert case.assessment.steps[0].statement.zh == "证件上的•••为同一人。"


def test_a_later_word_is_covered_by_the_case_that_it_is_about() -> None:
    case = saying("Nothing.")
    later = saying(f"Again {ACCOUNT}.").assessment
    assert covered_assessment(later, case, KIND).steps[0].statement.en == "Again u-83•••91."
    assert covered_assessment(case.assessment, case, KIND) is case.assessment


def test_what_needs_no_cover_stays_as_it_came() -> None:
    for one in generate(40, 7, datetime(2026, 11, 21, tzinfo=UTC)):
        case = msgspec.convert(one.intake, IntakeCase)
        assert covered_case(case, catalogue().case_types[case.case_type]) is case
