"""Applies every fix that is offered for the held-out programs, one at a time, and runs the result under real PyTorch.

usage: python fixes.py [NAME...]     needs the built dist/cli.cjs; exit status 1 when a fixed program still raises or its proof still sees the bug
A program that has several findings is fixed as a whole (`--fix --unsafe-fixes`): one fix alone need not cure it.
"""
import contextlib
import io
import json
import pathlib
import runpy
import shutil
import subprocess
import sys
import tempfile
import warnings

import torch

root = pathlib.Path(__file__).resolve().parent.parent.parent
rules = root / "test" / "rules"
warnings.simplefilter("ignore")


def check(where, *words):
    command = ["node", str(root / "dist/cli.cjs"), "check", ".", "--no-cache", "--isolated", "--exit-zero", "--output-format", "json", *words]
    return json.loads(subprocess.run(command, cwd=where, capture_output=True, text=True, check=True).stdout)["findings"]


def applied(text, edits):
    lines = text.splitlines(keepends=True) + [""]
    at = lambda line, column: sum(map(len, lines[: line - 1])) + column - 1
    for e in sorted(edits, key=lambda e: (e["line"], e["column"]), reverse=True):
        start, end = at(e["line"], e["column"]), at(e["endLine"], e["endColumn"])
        text = text[:start] + e["text"] + text[end:]
    return text


def apply(where, fix):
    places = {}
    for e in fix["edits"]:
        places.setdefault((e["path"], e.get("cell")), []).append(e)
    for (path, cell), edits in places.items():
        file = where / path
        if cell is None:
            file.write_text(applied(file.read_text(), edits))
        else:
            book = json.loads(file.read_text())
            book["cells"][cell - 1]["source"] = applied("".join(book["cells"][cell - 1]["source"]), edits).splitlines(keepends=True)
            file.write_text(json.dumps(book))


def run(where, proof):
    """What is still wrong, or None."""
    book = where / "notebook.ipynb"
    if book.exists():
        (where / "main.py").write_text("\n".join("".join(c["source"]) for c in json.loads(book.read_text())["cells"] if c["cell_type"] == "code"))
    before = set(sys.modules)
    sys.path.insert(0, str(where))
    torch.manual_seed(0)
    torch.set_grad_enabled(True)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            names = runpy.run_path(str(where / "main.py"), run_name="__main__")
            if proof.exists():
                exec(compile(proof.read_text(), str(proof), "exec"), names | {"BUG": False})
    except Exception as e:
        return f"{type(e).__name__}: {str(e)[:120]}"
    finally:
        sys.path.remove(str(where))
        for name in set(sys.modules) - before:
            if str(where) in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            torch.distributed.destroy_process_group()


programs = sorted([*(rules / "heldout").glob("D*.py"), *(rules / "projects").glob("D*")], key=lambda p: p.stem)
programs = [p for p in programs if not p.stem.endswith("_fixed") and (not sys.argv[1:] or p.stem in sys.argv[1:])]
cured = wrong = fixable = findings = 0
for program in programs:
    proof = rules / "heldout" / "proofs" / f"{program.stem}.py"
    with tempfile.TemporaryDirectory() as name:
        clean, where = pathlib.Path(name) / "clean", pathlib.Path(name) / "fixed"
        if program.is_dir():
            shutil.copytree(program, clean)
        else:
            clean.mkdir()
            (clean / "main.py").write_text(program.read_text())
        found = check(clean)
        findings += len(found)
        fixable += sum(bool(f["fixes"]) for f in found)
        trials = [fix for f in found for fix in f["fixes"]] if len(found) == 1 else [None] if found and all(f["fixes"] for f in found) else []
        for fix in trials:
            shutil.rmtree(where, ignore_errors=True)
            shutil.copytree(clean, where)
            if fix is None:
                check(where, "--fix", "--unsafe-fixes")
            else:
                apply(where, fix)
            problem = run(where, proof)
            cured, wrong = (cured + 1, wrong) if problem is None else (cured, wrong + 1)
            if problem is not None:
                print(f"{program.stem}: {'all fixes' if fix is None else fix['title']}: {problem}")
print(f"{len(programs)} programs, {findings} findings, {fixable} with a fix; {cured} fixes cure their program under PyTorch, {wrong} do not")
sys.exit(1 if wrong else 0)
