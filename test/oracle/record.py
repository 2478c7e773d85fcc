"""Runs Python programs under real PyTorch and records what they print, warn and raise.

    python test/oracle/record.py PATH...            write NAME.json beside each NAME.py (folders are walked)
    python test/oracle/record.py --check PATH...    compare with the JSON already there; status 1 on any difference
    python test/oracle/record.py --stream           JSON lines {name, source} in, JSON lines {name, stdout, ...} out

Importing torch takes seconds, so one parent imports it and forks a child per program; a child is what a fresh
`python FILE.py` would be: its own `__main__`, warning filters, random state and once-per-process warnings.
"""

import argparse
import builtins
import io
import json
import os
import re
import signal
import sys
import traceback
import types
import warnings

# Recorded numbers must not depend on the machine's core count or on string hashing.
SETTINGS = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "CUDA_VISIBLE_DEVICES": ""}

# C++ warnings end with the place in PyTorch's own sources, which differs between builds.
TRIGGERED = re.compile(r" \(Triggered internally at .*\)\s*$", re.S)


# `<SumBackward0 object at 0x7f...>`: the address differs from run to run.
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")
# Stack texts inside anomaly warnings begin with the frames of this harness.
OWN_FRAME = re.compile(r'  File "[^"]*test/oracle/\w+\.py", line .*\n(?:    .*\n)*')
INSTALLED = re.compile(r'File "[^"]*/site-packages/')


def ensure_settings():
    if any(os.environ.get(key) != value for key, value in SETTINGS.items()):
        os.environ.update(SETTINGS)
        os.execv(sys.executable, [sys.executable, *sys.argv])


def preload():
    """Imports what programs import, so that children need not; nothing here may warn, draw numbers or run backward."""
    import importlib

    import torch

    for name in [
        "numpy", "torch.nn.functional", "torch.optim", "torch.optim.lr_scheduler", "torch.func", "torch._dynamo",
        "torch.utils.data", "torch.utils.checkpoint", "torch.distributions", "torch.nn.utils.parametrize",
        "torch.nn.utils.parametrizations", "torch.autograd.gradcheck", "torch.autograd.functional",
        *os.environ.get("TORCH_PRELOAD", "").split(),
    ]:
        importlib.import_module(name)
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    return torch


def plain(text):
    return ADDRESS.sub("0x?", INSTALLED.sub('File "', OWN_FRAME.sub("", text)))


def user_line(frame, path):
    """The innermost line of the program on the current Python stack."""
    while frame is not None:
        if frame.f_code.co_filename == path:
            return frame.f_lineno
        frame = frame.f_back
    return None


def run_here(source, path, folder):
    """Runs one program in this process, which is used up by it, and returns what happened."""
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=builtins)
    sys.modules["__main__"] = main
    sys.argv = [path]
    sys.path[0] = folder
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    sys.stdout = out
    sys.stdin = io.StringIO()
    recorded = []

    def show(message, category, filename, lineno, file=None, line=None):
        text = plain(TRIGGERED.sub("", str(message)))
        recorded.append({"category": category.__name__, "message": text, "line": user_line(sys._getframe(), path)})

    warnings.showwarning = show
    error = None
    try:
        exec(compile(source, path, "exec", dont_inherit=True), main.__dict__)
    except SystemExit as stop:
        if stop.code not in (None, 0):
            error = {"type": "SystemExit", "message": str(stop.code), "line": None}
    except BaseException as raised:
        frames = [frame for frame in traceback.extract_tb(raised.__traceback__) if frame.filename == path]
        line = frames[-1].lineno if frames else getattr(raised, "lineno", None)
        error = {"type": type(raised).__name__, "message": plain(str(raised)), "line": line}
        error["trace"] = [f"{frame.lineno} {frame.name}" for frame in frames]
    out.flush()
    text = plain(out.buffer.getvalue().decode("utf-8"))
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return {"stdout": lines, "warnings": recorded, "error": error}


def run_forked(source, path, folder, seconds=60):
    """Runs one program in a forked child and returns its record; None when it crashed or took too long."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(receive)
            signal.alarm(seconds)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 2)
            record = run_here(source, path, folder)
            with os.fdopen(send, "wb") as pipe:
                pipe.write(json.dumps(record).encode())
        finally:
            os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    return json.loads(data) if data else None


def programs(paths):
    """The Python files among `paths`, folders walked in name order."""
    found = []
    for path in paths:
        if os.path.isdir(path):
            for folder, folders, names in os.walk(path):
                folders.sort()
                found += [os.path.join(folder, name) for name in sorted(names) if name.endswith(".py")]
        else:
            found.append(path)
    return found


def render(record, torch):
    """The committed form: stable key order, one line of standard output a line."""
    return json.dumps({"torch": torch.__version__.split("+")[0], **record}, indent="\t", ensure_ascii=False) + "\n"


def record_file(path, torch):
    with open(path, encoding="utf-8") as file:
        source = file.read()
    name = os.path.basename(path)
    record = run_forked(source, name, os.path.dirname(os.path.abspath(path)))
    return None if record is None else render(record, torch)


def stream():
    for line in sys.stdin:
        program = json.loads(line)
        record = run_forked(program["source"], "program.py", os.getcwd(), 20)
        sys.stdout.write(json.dumps({"name": program["name"], **(record or {"crashed": True})}) + "\n")
        sys.stdout.flush()


def main():
    ensure_settings()
    parser = argparse.ArgumentParser(description="record or check what real PyTorch does")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--stream", action="store_true", help="programs on standard input, records on standard output")
    choice = parser.parse_args()
    torch = preload()
    if choice.stream:
        stream()
        return 0
    bad = 0
    for path in programs(choice.paths):
        text = record_file(path, torch)
        target = os.path.splitext(path)[0] + ".json"
        if text is None:
            print(f"{path}: crashed or timed out")
            bad += 1
        elif choice.check:
            old = open(target, encoding="utf-8").read() if os.path.exists(target) else None
            if old != text:
                print(f"{path}: {'differs from' if old else 'has no'} recorded truth")
                bad += 1
        else:
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)
    print(f"{len(programs(choice.paths))} programs, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
