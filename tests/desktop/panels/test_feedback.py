"""What the Feedback room says of codes that the server keeps."""

from app.contract.loop_rules import loop_rules
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.training import source_words
from app.domain.blind_first import AFTER_REVEAL
from app.server.usecases import calibration_results, disputes, qa_truths, review


def test_every_source_of_a_label_has_words() -> None:
    kept = (
        review.SOURCE,
        review.AUDIT,
        qa_truths.SOURCE,
        AFTER_REVEAL,
        disputes.SOURCE,
        calibration_results.SOURCE,
    )
    assert [source for source in kept if source_words(source) == source] == []


def test_every_rule_that_a_signal_fails_is_named_as_the_rules_name_it() -> None:
    for rule in loop_rules().signals.rules:
        assert names.cause(None, rule.code, None) == (rule.name.en, False)
