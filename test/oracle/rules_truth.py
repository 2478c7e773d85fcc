"""Runs every function of the rule fixtures under real PyTorch and checks the `# raises:` claims: the class of lines where it raises, and the texts.

usage: python rules_truth.py [FILE...]     exit status 1 when a claim is wrong
       python rules_truth.py --messages    writes what the programs in scripts/ and heldout/ raise, for the tests of `diagnose`
Files in scripts/, heldout/ and right/ are programs of their own; heldout/proofs/ asserts what is wrong with them where nothing raises. A `*_bad` function must raise exactly where it claims (or run through when it claims nothing); `*_ok` and `*_fixed` must run through.
"""
import contextlib
import importlib.util
import io
import json
import pathlib
import re
import runpy
import sys
import traceback
import warnings

import torch
import torch.distributed

folder = pathlib.Path(__file__).resolve().parent.parent / "rules"
RAISES = r"#\s*raises:\s*(.*?)(?=\s*#\s*(?:expect|related):|$)"
# Folders of whole programs.
PROGRAMS = ("scripts", "heldout", "right")
record = sys.argv[1:] == ["--messages"]
if record:
    sys.argv[1:] = sorted(str(p) for part in PROGRAMS for p in (folder / part).glob("*.py"))


def run_proof(name, names):
    """What is wrong without an exception shows in assertions, which know whether the bug is still there."""
    proof = folder / "heldout" / "proofs" / f"{name.replace('_fixed', '')}.py"
    if proof.exists():
        exec(compile(proof.read_text(), str(proof), "exec"), names | {"BUG": not name.endswith("_fixed")})


def run_project(project):
    """Runs main.py or the cells of the notebook; does it raise where some file claims, and only then?"""
    main = project / "main.py"
    if main.exists():
        text = main.read_text()
    else:
        main = project / "notebook.ipynb"
        cells = [c for c in json.loads(main.read_text())["cells"] if c["cell_type"] == "code"]
        text = "\n".join("".join(line for line in c["source"] if not line.startswith("%")) for c in cells)
    texts = {str(main): text} | {str(p): p.read_text() for p in project.rglob("*.py")}
    claims = [(name, i + 1, m.group(1)) for name, t in texts.items() for i, line in enumerate(t.splitlines()) if (m := re.search(RAISES, line))]
    before = set(sys.modules)
    sys.path.insert(0, str(project))
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            names = {"__name__": "__main__"}
            exec(compile(text, str(main), "exec"), names)
            run_proof(project.name, names)
        return not claims, f"did not raise, claimed {claims}"
    except Exception as e:
        frames = [(f.filename, f.lineno) for f in traceback.extract_tb(e.__traceback__) if f.filename in texts]
        return any((name, line) in frames and re.search(pattern, str(e)) for name, line, pattern in claims), f"raised {e!r} at {frames}"
    finally:
        sys.path.remove(str(project))
        for name in set(sys.modules) - before:
            if str(project) in str(getattr(sys.modules[name], "__file__", "")):
                del sys.modules[name]


files = [pathlib.Path(a).resolve() for a in sys.argv[1:]] or sorted(p for p in folder.rglob("*.py") if not {"projects", "proofs"} & set(p.parts))
warnings.simplefilter("ignore")
wrong = passed = 0
messages = {}
for path in files:
    lines = path.read_text().splitlines()
    claims = {}
    for i, line in enumerate(lines):
        m = re.search(RAISES, line)
        if m:
            at = i
            if line.strip().startswith("#"):
                at += 1
                while not lines[at].strip() or lines[at].strip().startswith("#"):
                    at += 1
            claims[at + 1] = m.group(1).strip()
    is_program = path.parent.name in PROGRAMS
    torch.manual_seed(0)
    torch.set_grad_enabled(True)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            if is_program:
                names = runpy.run_path(str(path), run_name="__main__")
                if path.parent.name == "heldout":
                    run_proof(path.stem, names)
            else:
                spec = importlib.util.spec_from_file_location("fixture", path)
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
        raised = None
    except Exception as e:
        frames = [f for f in traceback.extract_tb(e.__traceback__) if f.filename == str(path)]
        raised = (frames[-1].lineno if frames else 0, f"{type(e).__name__}: {e}")
    if is_program and torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    if raised is not None or is_program:
        if raised is not None:
            messages.setdefault(path.parent.name, {})[path.name] = raised[1]
        # The file is the program.
        ok = (raised is None and not claims) or (raised is not None and raised[0] in claims and re.search(claims[raised[0]], raised[1]))
        passed, wrong = (passed + 1, wrong) if ok else (passed, wrong + 1)
        if not ok:
            print(f"{path.name}: raised {raised}, claimed {claims}")
        continue
    for name, fn in list(vars(module).items()):
        if not callable(fn) or getattr(fn, "__module__", "") != "fixture" or isinstance(fn, type) or not re.search(r"_(bad|ok|fixed)$", name):
            continue
        first = fn.__code__.co_firstlineno
        torch.manual_seed(0)
        torch.set_grad_enabled(True)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                fn()
            raised = None
        except Exception as e:
            frames = [f for f in traceback.extract_tb(e.__traceback__) if f.filename == str(path)]
            raised = (frames[-1].lineno, f"{type(e).__name__}: {e}")
        end = first + len(__import__("inspect").getsource(fn).splitlines())
        own = {k: v for k, v in claims.items() if first <= k < end}
        ok = (raised is None and not own) or (raised is not None and raised[0] in claims and re.search(claims[raised[0]], raised[1]))
        if ok:
            passed += 1
        else:
            wrong += 1
            print(f"{path.name}:{name}: raised {raised}, claimed {own}")
if record:
    for part, texts in messages.items():
        if part in PROGRAMS:
            (folder / part / "messages.json").write_text(json.dumps(texts, indent=1) + "\n")
for project in sorted((folder / "projects").iterdir()) if not sys.argv[1:] else []:
    ok, what = run_project(project)
    passed, wrong = (passed + 1, wrong) if ok else (passed, wrong + 1)
    if not ok:
        print(f"{project.name}: {what}")
print(f"{passed} fixture functions as claimed, {wrong} not")
sys.exit(1 if wrong else 0)
