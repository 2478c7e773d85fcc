"""
Records what PyTorch prints for the programs of catalogue.json into truth.json. Run with the Python that has torch 2.13, the packages on
PYTHONPATH; arguments select groups or models by a part of their name, without arguments everything that is not recorded yet is run.
"""

import contextlib
import gc
import io
import json
import sys
import time
import warnings
from pathlib import Path

import torch
from programs import programs

HERE = Path(__file__).parent


def record(text):
    out = io.StringIO()
    torch.set_num_threads(1)
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(text, "<model>", "exec"), {"__name__": "__main__"})
    return out.getvalue().splitlines()


def main():
    file = HERE / "truth.json"
    truth = json.loads(file.read_text()) if file.exists() else {}
    wanted = sys.argv[1:]
    all_programs = programs()
    for name, text in all_programs.items():
        if name in truth and not any(w in name for w in wanted) or wanted and not any(w in name for w in wanted):
            continue
        began = time.time()
        import torchvision_ops
        import torchvision

        torchvision_ops.allow()
        try:
            truth[name] = record(text)
            print(f"{name}: {len(truth[name])} lines, {time.time() - began:.1f} s", flush=True)
        except Exception as e:
            print(f"{name}: {type(e).__name__}: {e}", flush=True)
        gc.collect()
        write(file, {name: truth[name] for name in sorted(truth) if name in all_programs})


def write(file, truth):
    file.write_text("{\n" + ",\n".join(f"\t{json.dumps(name)}: {json.dumps(lines)}" for name, lines in truth.items()) + "\n}\n")


main()
