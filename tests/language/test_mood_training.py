import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from groupscope.language.bayes import dump, evidence, features, load, log_odds, new_bayes

CPED = os.environ.get("GROUPSCOPE_CPED", "")

LIGHT = """
import sys
from groupscope.language.bayes import evidence, features
evidence("mood_polarity", features(["开心"]))
assert "snownlp" not in sys.modules
assert "snownlp.seg" not in sys.modules and "snownlp.sentiment" not in sys.modules
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
PLAIN = """
import sys
from groupscope.language.bayes import new_bayes
new_bayes()
import snownlp
assert snownlp.SnowNLP("好").words == ["好"]
"""


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes on Linux only")
def test_the_classifier_comes_without_the_rest_of_snownlp():
    empty = run("import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)")
    assert (int(run(LIGHT)) - int(empty)) / 1024 < 35


def test_whoever_imports_snownlp_after_us_gets_the_whole():
    run(PLAIN)


def test_features_are_words_and_neighbours_with_chinese_in_them():
    assert features(["我", "很", "ok"]) == {"我", "很", "我 很", "很 ok"}


def test_odds_by_hand():
    # first class: 好 twice, 人 once: 3 seen and 2 added; second: 坏 once: 1 and 1
    bayes = new_bayes()
    bayes.train([(["好", "人"], "first"), (["好"], "first"), (["坏"], "second")])
    assert bayes.d["first"].freq("好") == pytest.approx(3 / 5)
    assert bayes.d["second"].freq("好") == pytest.approx(1 / 2)
    assert dump(bayes, {"好", "坏"}) == "first\tsecond\n5\t2\n坏\t0\t1\n好\t2\t0\n"


def test_a_committed_model_gives_what_snownlp_would():
    bayes, feature = load("mood_polarity"), "谢谢 你"
    assert feature in bayes.d["positive"].d
    assert bayes.d["positive"].freq(feature) > bayes.d["negative"].freq(feature)
    assert log_odds("mood_polarity")[feature] > 0


def test_evidence_adds_up_and_the_unknown_says_nothing():
    known = ["谢谢", "居然"]
    assert evidence("mood_polarity", known) == pytest.approx(
        sum(log_odds("mood_polarity")[word] for word in known)
    )
    assert evidence("mood_polarity", ["没有人说过的话"]) == 0


def test_the_models_are_small():
    folder = Path(str(files("groupscope.language").joinpath("data")))
    assert sum(path.stat().st_size for path in folder.glob("mood_*.txt")) < 1_500_000


@pytest.mark.skipif(not CPED, reason="GROUPSCOPE_CPED does not say where the corpus lies")
def test_training_again_gives_what_is_committed():
    subprocess.run(
        [sys.executable, "-m", "groupscope.language.training", CPED, "--check"], check=True
    )
