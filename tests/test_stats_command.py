"""`footplate stats`: published examples come out right, and whatever is wrong with a file is told with its line."""

import gzip
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import cli

ROOT = Path(__file__).resolve().parents[1]


class Command:
    """Runs `footplate stats` in this process."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capture = folder, capture

    def file(self, content: str | bytes, name: str = "table.csv") -> str:
        path = self._folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = cli.main(["stats", *arguments])
        told = self._capture.readouterr()
        return code, told.out, told.err

    def json(self, *arguments: str) -> Any:
        code, out, err = self.run(*arguments, "--json")
        assert (code, err) == (0, "")
        assert out.count("\n") == 1
        return json.loads(out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON"))

    def refused(self, *arguments: str) -> str:
        code, out, err = self.run(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("footplate: ")
        assert err.count("\n") == 1
        return err


@pytest.fixture
def stats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path, capsys)


# ----------------------------------------------------------------------------- plan
@pytest.mark.parametrize(
    ("arguments", "letter", "n", "ac", "re"),
    [
        (["--lot", "1000", "--aql", "1.0"], "J", 80, 2, 3),
        (["--lot", "1000", "--aql", "2.5"], "J", 80, 5, 6),
        (["--lot", "3200", "--aql", "0.65"], "K", 125, 2, 3),
        (["--lot", "3201", "--aql", "0.65"], "L", 200, 3, 4),
        (["--lot", "500", "--aql", "4", "--level", "S-3"], "D", 13, 1, 2),
        (["--lot", "10000", "--aql", "1", "--level", "III", "--severity", "tightened"], "M", 315, 5, 6),
        (["--lot", "3000", "--aql", "1.5", "--severity", "reduced"], "K", 50, 2, 5),
        (["--lot", "100", "--aql", "0.10"], "F", 125, 0, 1),
        (["--lot", "500001", "--aql", "0.015", "--level", "iii"], "R", 800, 0, 1),
    ],
)
def test_a_plan_is_that_of_the_table(
    stats: Command, arguments: list[str], letter: str, n: int, ac: int, re: int
) -> None:
    told = stats.json("plan", *arguments)
    assert (told["code_letter"], told["n"], told["Ac"], told["Re"]) == (letter, n, ac, re)
    assert all(0 <= point["pa"] <= 1 for point in told["oc"])
    assert told["full_inspection"] == (n >= told["lot_size"])
    assert told["sample_size"] == min(n, told["lot_size"])


def test_a_plan_says_what_it_lets_through(stats: Command) -> None:
    told = stats.json("plan", "--lot", "3000", "--aql", "1.5", "--at", "0.02", "0.123")
    chances = {point["p"]: point["pa"] for point in told["oc"]}
    assert chances[0.05] == pytest.approx(0.40, abs=0.01)
    assert {0.02, 0.123, 0.015} <= set(chances)
    assert told["pa_at_aql"] == chances[0.015]
    assert told["LTPD10"] == pytest.approx(0.0728, abs=5e-4)
    code, out, _ = stats.run("plan", "--lot", "3000", "--aql", "1.5")
    assert code == 0
    assert "n = 125" in out
    assert "5 % wrong: accepted 40." in out
    _, out, _ = stats.run("plan", "--lot", "100", "--aql", "0.10", "--severity", "reduced")
    assert "look at all 100" not in out
    _, out, _ = stats.run("plan", "--lot", "8", "--aql", "0.10")
    assert "look at all 8" in out
    _, out, _ = stats.run("plan", "--lot", "3000", "--aql", "1.5", "--severity", "reduced")
    assert "With 3 to 4 wrong the lot is accepted, and normal inspection is back" in out


@pytest.mark.parametrize(("aql", "level"), [("3", "II"), ("abc", "II"), ("1.0", "IV"), ("-1", "II"), ("inf", "II")])
def test_a_plan_that_the_table_does_not_have_is_refused(stats: Command, aql: str, level: str) -> None:
    assert "there are S-1" in (told := stats.refused("plan", "--lot", "50", f"--aql={aql}", "--level", level)) or (
        "it has 0.010" in told
    )


@pytest.mark.parametrize("lot", ["1", "0", "-5", "many", "1e3", "1,000", ""])
def test_a_lot_is_a_number_of_cases(stats: Command, lot: str) -> None:
    with pytest.raises(SystemExit) as ended:
        stats.run("plan", f"--lot={lot}", "--aql", "1")
    assert ended.value.code == 2


# ----------------------------------------------------------------------------- agreement
def pairs_of(table: list[list[int]], words: str = "01") -> str:
    lines, item = ["item,rater,label"], 0
    for one, row in enumerate(table):
        for two, many in enumerate(row):
            for _ in range(many):
                lines += [f"{item},a,{words[one]}", f"{item},b,{words[two]}"]
                item += 1
    return "\n".join(lines)


def test_two_raters_have_every_figure(stats: Command) -> None:
    told = stats.json("agreement", stats.file(pairs_of([[960, 10], [10, 20]])))
    assert (told["n"], told["n_items"], told["n_raters"], told["n_labels"]) == (1_000, 1_000, 2, 2_000)
    assert told["raw_agreement"] == pytest.approx(0.98)
    assert told["cohen_kappa"] == pytest.approx(0.6564, abs=1e-4)
    assert told["gwet_ac1"] == pytest.approx(0.9788, abs=1e-4)
    assert told["warnings"] == ["kappa_paradox"]
    assert "one label is rare" in told["notes"][0]
    for name, (low, high) in told["intervals"].items():
        assert low <= told[name] <= high, name
    assert told["table"]["counts"] == [[960, 10], [10, 20]]


def test_several_raters_with_gaps_have_alpha_and_no_cohen(stats: Command) -> None:
    units = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    rows = [
        f"u{unit},r{rater},{'' if label == '.' else label}"
        for rater, row in enumerate(units)
        for unit, label in enumerate(row.split())
    ]
    told = stats.json("agreement", stats.file("\n".join(["item,rater,label", *rows])))
    assert told["krippendorff_alpha"] == told["krippendorff_alpha_nominal"] == pytest.approx(0.743421, abs=1e-6)
    assert told["krippendorff_alpha_ordinal"] == pytest.approx(0.815388, abs=1e-6)
    assert told["krippendorff_alpha_interval"] == pytest.approx(0.849107, abs=1e-6)
    assert told["cohen_kappa"] is None
    assert (told["missing"], told["n_items"], told["n"]) == (7, 12, 11)
    assert "missing" in told["warnings"]


def test_gold_repeats_and_undecided_votes_are_told(stats: Command) -> None:
    rows = "item,rater,label,gold\n1,a,通过,通过\n1,b,拦截,通过\n1,b,通过,\n2,a,拦截,通过\n2,b,undecided,通过\n"
    told = stats.json("agreement", stats.file("\ufeff" + rows.replace("\n", "\r\n")))
    assert told["categories"] == ["拦截", "通过"]
    assert (told["repeats"], told["undecided"], told["raw_agreement"]) == (1, 1, 1)
    assert (told["gold"]["n"], told["gold"]["correct"], told["gold"]["accuracy"]) == (3, 2, pytest.approx(2 / 3))
    assert told["gold"]["raters"][0] == {
        "rater": "a",
        "n": 2,
        "correct": 1,
        "accuracy": 0.5,
        "wilson95": pytest.approx([0.0945, 0.9055], abs=1e-4),
    }
    code, out, _ = stats.run("agreement", stats.file("\ufeff" + rows))
    assert code == 0
    assert "the last label counts" in out
    assert "2 of 3 labels right" in out


def test_an_order_makes_words_ordinal(stats: Command) -> None:
    rows = "item,rater,label\n1,a,low\n1,b,mid\n2,a,high\n2,b,high\n3,a,low\n3,b,low\n"
    assert stats.json("agreement", stats.file(rows))["krippendorff_alpha_ordinal"] is None
    told = stats.json("agreement", stats.file(rows), "--order", "low, mid,high")
    assert told["krippendorff_alpha_ordinal"] is not None
    assert told["cohen_kappa_linear"] == pytest.approx(2 / 3)
    assert "'low' is not in the order" in stats.refused("agreement", stats.file(rows), "--order", "mid,high")
    assert "twice" in stats.refused("agreement", stats.file(rows), "--order", "mid,mid")


@pytest.mark.parametrize(
    ("rows", "warnings"),
    [
        ("1,a,x", ["one_rater", "no_overlap"]),
        ("1,a,x\n2,b,x", ["no_overlap"]),
        ("1,a,x\n1,b,x\n2,a,x\n2,b,x", ["one_category", "few_items"]),
        ("1,a,\n1,b,NaN", ["one_rater", "no_overlap", "missing"]),
    ],
)
def test_sets_with_nothing_to_compare_say_so(stats: Command, rows: str, warnings: list[str]) -> None:
    file = stats.file(f"item,rater,label\n{rows}\n")
    told = stats.json("agreement", file)
    assert told["warnings"] == warnings
    assert told["cohen_kappa"] is None
    code, out, _ = stats.run("agreement", file)
    assert code == 0
    assert out.count("! ") == len(warnings)


# ----------------------------------------------------------------------------- calibration
HEADER = "score,outcome,kind\n"
FIVE = HEADER + "0.25,0,a\n0.25,0,a\n0.55,1,b\n0.75,1,b\n0.75,1,b\n"


def test_calibration_is_that_of_the_handbook(stats: Command) -> None:
    told = stats.json("calibration", stats.file(FIVE), "--bins", "2", "--by", "kind", "--threshold", "0.5", "0.7")
    assert told["ece"] == told["ece_equal_width"] == pytest.approx(0.29)
    assert told["ece_l2"] == pytest.approx(0.291833286)
    assert told["mce"] == pytest.approx(0.316666667)
    assert (told["n"], told["base_rate"], told["auc"], told["brier"]) == (5, 0.6, 1, pytest.approx(0.0905))
    assert [(each["bin"], each["n"], each["rate"]) for each in told["bins"]] == [("[0,0.5)", 2, 0), ("[0.5,1]", 3, 1)]
    assert [(each["threshold"], each["tp"], each["fp"], each["fn"]) for each in told["confusion"]] == [
        (0.5, 3, 0, 0),
        (0.7, 2, 0, 1),
    ]
    assert list(told["groups"]) == ["a", "b"]
    assert (told["groups"]["a"]["auc"], told["groups"]["a"]["n"]) == (None, 2)
    code, out, _ = stats.run("calibration", stats.file(FIVE), "--by", "kind")
    assert code == 0
    assert "kind = b" in out


@pytest.mark.parametrize(
    "thresholds",
    [["--threshold", "0.3", "--threshold", "0.5"], ["--threshold", "0.3,0.5"], ["--threshold", "0.3", "0.5", "0.3"]],
)
def test_thresholds_may_be_given_in_any_way(stats: Command, thresholds: list[str]) -> None:
    file = stats.file(FIVE)
    told = stats.json("calibration", file, *thresholds)
    assert [each["threshold"] for each in told["confusion"]] == [0.3, 0.5]
    before = stats.json("calibration", "--threshold", "0.9", file)
    assert [each["threshold"] for each in before["confusion"]] == [0.9]
    assert [each["threshold"] for each in stats.json("calibration", file)["confusion"]] == [0.5]
    assert "is not a share" in stats.refused("calibration", file, "--threshold", "1.5")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("score,outcome\n0.1,0\nnan,1\n", "line 3: score 'nan' is not a number"),
        ("score,outcome\n0.1,0\n1.01,1\n", "line 3: score '1.01' is not from 0 to 1"),
        ("score,outcome\n-0.1,0\n", "line 2: score '-0.1' is not from 0 to 1"),
        ("score,outcome\nhigh,0\n", "line 2: score 'high' is not a number"),
        ("score,outcome\n0.1,2\n", "line 2: outcome '2' is not 0 or 1"),
        ("score,outcome\n0.1,\n", "line 2: outcome is empty"),
        ("score,outcome\n\n\n0.1,0\n,1\n", "line 5: score is empty"),
        ("score,outcome\n" + "2,1\n" * 9, "and 4 more"),
        ("score,outcome\n0.1\n", "line 2: 1 fields where the header has 2"),
        ("score,outcome\n0.1,0,7\n", "line 2: 3 fields where the header has 2"),
        ("score;result\n0.1;0\n", "no column outcome; the first line has score, result"),
        ("score,score,outcome\n0.1,0.2,0\n", "two columns are called score"),
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        ("score,outcome\n", "no rows below the header"),
        ('score,outcome\n"0.1,0\n', "check the quotes"),
        (b"score,outcome\n0.1,\xff\n", "line 2 is not UTF-8"),
        (b"PK\x03\x04rest", "a spreadsheet"),
        (b"score,outcome\n0.1,0\x00\n", "line 2 has a NUL character"),
        (b"\x1f\x8b\x08broken", "not a whole gzip file"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(stats: Command, content: str | bytes, says: str) -> None:
    assert says in stats.refused("calibration", stats.file(content))


@pytest.mark.parametrize(
    "content",
    [
        FIVE.replace(",", ";"),
        FIVE.replace(",", "\t").encode("utf-16"),
        b"\xef\xbb\xbf" + FIVE.replace("\n", "\r\n").encode(),
        gzip.compress(FIVE.encode()),
        FIVE.replace("score,outcome", " Score , OUTCOME "),
        FIVE.replace("score,outcome", "y_prob,y_true"),
        FIVE.replace(",1,", ",True,").replace(",0,", ",False,"),
        FIVE + "\n,,\n\n",
        '"score","outcome","kind"\n' + FIVE.partition("\n")[2],
    ],
    ids=["semicolons", "utf-16 tabs", "bom crlf", "gzip", "spelling", "other names", "words", "blank rows", "quotes"],
)
def test_a_table_may_come_from_anywhere(stats: Command, content: str | bytes) -> None:
    assert stats.json("calibration", stats.file(content), "--bins", "2")["ece"] == pytest.approx(0.29)


def test_a_file_or_column_that_is_not_there_is_named(stats: Command) -> None:
    assert "nowhere.csv: No such file" in stats.refused("calibration", "nowhere.csv")
    assert "which FILE?" in stats.refused("calibration")
    assert "no column 'type' to group by; there are score, outcome, kind" in stats.refused(
        "calibration", stats.file(FIVE), "--by", "type"
    )
    assert "line 3: item is empty" in stats.refused("agreement", stats.file("item,rater,label\n1,a,x\n,a,x\n"))
    assert "line 3: 1 has another gold label above" in stats.refused(
        "agreement", stats.file("item,rater,label,gold\n1,a,x,x\n1,b,x,y\n")
    )


# ----------------------------------------------------------------------------- compare
def test_a_comparison_is_mcnemars(stats: Command) -> None:
    kinds = [("1", "1", 794), ("1", "0", 86), ("0", "1", 150), ("0", "0", 570)]
    rows = [f"{old},{new}" for old, new, many in kinds for _ in range(many)]
    file = stats.file("\n".join(["old_correct,new_correct", *rows]))
    told = stats.json("compare", file)
    assert (told["n"], told["old_only"], told["new_only"], told["discordant"]) == (1_600, 86, 150, 236)
    assert told["mcnemar"]["chi2"] == pytest.approx(17.355932, abs=1e-6)
    assert told["mcnemar"]["p"] == pytest.approx(3.099293e-05, rel=1e-6)
    assert told["mcnemar"]["chi2_cc"] == pytest.approx(16.817797, abs=1e-6)
    assert told["mcnemar"]["exact_p"] == pytest.approx(3.7159e-05, rel=1e-4)
    assert told["difference"] == pytest.approx(0.04)
    low, high = told["interval"]
    assert low < 0.04 < high
    assert told["e_rejects_at_5_percent"]
    code, out, _ = stats.run("compare", file)
    assert code == 0
    assert "enough to call it a change" in out


@pytest.mark.parametrize(
    ("gained", "lost", "value"), [(12, 4, 2.118164), (10, 0, 93.090909), (1, 0, 1.0), (0, 0, 1.0), (3_000, 0, None)]
)
def test_the_e_value_is_the_published_one(stats: Command, gained: int, lost: int, value: float | None) -> None:
    rows = "0,1\n" * gained + "1,0\n" * lost + "yes,TRUE\n"
    told = stats.json("compare", stats.file(f"old_correct,new_correct\n{rows}"))
    assert told["e_value"] == (None if value is None else pytest.approx(value, abs=1e-6))
    assert math.isfinite(told["log_e_value"])
    if not gained + lost:
        assert told["mcnemar"]["chi2"] is None
        assert told["mcnemar"]["exact_p"] == 1


# ----------------------------------------------------------------------------- what it costs
def test_a_plan_and_a_comparison_need_no_numpy_and_nothing_needs_scipy(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("item,rater,label\n1,a,x\n1,b,y\n", encoding="utf-8")
    both = tmp_path / "b.csv"
    both.write_text("old_correct,new_correct\n1,0\n", encoding="utf-8")
    code = f"""
import sys
from app import cli
assert cli.main(["stats", "plan", "--lot", "100", "--aql", "1"]) == 0
assert cli.main(["stats", "compare", {str(both)!r}]) == 0
assert "numpy" not in sys.modules
assert cli.main(["stats", "agreement", {str(table)!r}]) == 0
heavy = {{"scipy", "statsmodels", "pandas", "sklearn", "krippendorff"}} & set(sys.modules)
assert not heavy, heavy
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_another_encoding_of_the_terminal_is_no_crash(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("item,rater,label\n1,甲,通过\n1,乙,拦截\n", encoding="utf-8")
    for arguments in (["--json"], []):
        done = subprocess.run(
            [sys.executable, "-X", "utf8=0", "-m", "app", "stats", "agreement", str(table), *arguments],
            cwd=ROOT,
            env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        done.stdout.decode("ascii")
        if arguments:
            assert json.loads(done.stdout)["categories"] == ["拦截", "通过"]
