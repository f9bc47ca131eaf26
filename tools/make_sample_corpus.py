"""Write the sample PDFs of ``corpus/protocoles``.

Needs reportlab, pypdfium2, pillow and numpy. The output is reproducible: same versions, same bytes.
Run from anywhere: ``python tools/make_sample_corpus.py [FOLDER]``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sample_corpus import scan, single_column, two_columns
from sample_corpus.charte import CHARTE
from sample_corpus.compte_rendu import COMPTE_RENDU
from sample_corpus.convention import CONVENTION
from sample_corpus.protocole import PROTOCOLE

_DEFAULT = Path(__file__).resolve().parent.parent / "corpus" / "protocoles"


def main(folder: Path = _DEFAULT) -> None:
    """Write the six PDFs into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in (PROTOCOLE, CONVENTION, CHARTE, COMPTE_RENDU):
        print(single_column.write(document, folder).name)
    print(two_columns.write(folder).name)
    print(scan.write(folder).name)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
