import subprocess
import sys
from pathlib import Path

LINES = Path(__file__).parents[1] / "language" / "data"
IN_A_FRESH_PROCESS = """
import sys
from groupscope.language import questions
from groupscope.language.reading import read
from groupscope.store.understanding import warm_up

warm_up()
before = questions._rule.cache_info().misses, questions._inside.cache_info().misses
for line in sys.stdin:
    read(line.rpartition("\\t")[2])
print(before == (questions._rule.cache_info().misses, questions._inside.cache_info().misses))
"""


def test_after_warming_up_no_rule_is_made_under_a_message():
    """The first ones took sixty milliseconds, in which the bot did nothing else."""
    lines = "".join(file.read_text("utf-8") for file in sorted(LINES.glob("*.tsv")))
    assert lines.count("\n") > 500
    done = subprocess.run(
        [sys.executable, "-c", IN_A_FRESH_PROCESS],
        input=lines, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "True"
