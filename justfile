# `uv run just` lists what there is to do.

_list:
    @just --list --unsorted

# What must hold before anything is merged, quickest first: format, lint, types, who imports whom.
check:
    ruff format --check .
    ruff check .
    basedpyright
    lint-imports

# The whole suite, or a part of it: just test tests/periods -k 上周
test *arguments:
    pytest {{arguments}}

# Put in order what can be put in order by itself.
format:
    ruff check --fix-only .
    ruff format .

# Take the newest versions that pyproject.toml allows, and pin every one of them.
pin:
    python .ci/pin.py

# Draw every card from the demo group into data/pictures; --readme: those of the README.
pictures *arguments:
    python docs/pictures/draw.py {{arguments}}
