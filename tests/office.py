"""Opens workbooks in LibreOffice, which computes every formula anew, and holds what it finds against what the program wrote.

    python tests/office.py results.xlsx ...

Needs `soffice` and openpyxl. Exit code 1, and a line for each difference, when something is not as written.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook


def recomputed(book: Path, folder: str) -> Path:
    """The workbook as LibreOffice saves it; what it says on stderr, beside the note on Java that it needs not, is an objection."""
    done = subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, str(book)],
        capture_output=True, text=True, check=True, timeout=180,
    )
    said = [line for line in done.stderr.splitlines() if "javaldx" not in line]
    if said:
        raise SystemExit(f"{book}: {said}")
    return Path(folder) / book.name


def differences(book: Path) -> list[str]:
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        ours, formulas = load_workbook(book, data_only=True), load_workbook(book)
        theirs = load_workbook(recomputed(book, folder), data_only=True)
        if ours.sheetnames != theirs.sheetnames:
            wrong.append(f"{book}: sheets {ours.sheetnames} became {theirs.sheetnames}")
        checked = 0
        for name in ours.sheetnames:
            for row in formulas[name].iter_rows():
                for cell in row:
                    if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                        continue
                    checked += 1
                    wrote, found = float(ours[name][cell.coordinate].value), theirs[name][cell.coordinate].value
                    if not isinstance(found, int | float) or abs(found - wrote) > 1e-9 * max(abs(wrote), 1.0):
                        wrong.append(f"{book} {name}!{cell.coordinate} {cell.value}: wrote {wrote}, recomputed {found}")
        print(f"{book}: {len(ours.sheetnames)} sheets, {checked} formulas recomputed")
    return wrong


if __name__ == "__main__":
    found = [line for book in sys.argv[1:] for line in differences(Path(book))]
    print("\n".join(found))
    sys.exit(1 if found else 0)
