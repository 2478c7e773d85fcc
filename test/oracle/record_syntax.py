"""Records what CPython reads in test/syntax/*.py as *.json beside them. Run it after changing a case."""
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).parent
for case in sorted((here.parent / "syntax").glob("*.py")):
    line = subprocess.run([sys.executable, str(here / "syntax_oracle.py"), case.name], cwd=case.parent, capture_output=True, text=True, check=True).stdout
    case.with_suffix(".json").write_text(line)
    print(case.name, len(line), line[:80] if '"error"' in line[:200] else "")
