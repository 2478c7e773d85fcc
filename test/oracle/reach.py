"""Which parameters each backward reaches under PyTorch: the truth for code lenses.

usage: python test/oracle/reach.py PROGRAM.py... > test/reach.json
For each line with a `backward()`: [reached, all, frozen] parameters of the outermost modules of which it reached any, over all runs of
the line; null where it raised.
"""
import contextlib
import io
import json
import os
import runpy
import sys

import torch
from torch import nn

modules = []
found = {}
make_module = nn.Module.__init__
run_backward = torch.Tensor.backward


def noticed(self, *args, **kwargs):
    modules.append(self)
    make_module(self, *args, **kwargs)


def watched(self, *args, **kwargs):
    frame = sys._getframe(1)
    while frame.f_code.co_filename != program:
        frame = frame.f_back
    runs = found.setdefault(frame.f_lineno, [])
    built = [m for m in modules if "_parameters" in m.__dict__]
    inner = {id(child) for m in built for child in m.modules() if child is not m}
    outer = [list(m.parameters()) for m in built if id(m) not in inner]
    reached = set()
    hooks = [p.register_post_accumulate_grad_hook(lambda p: reached.add(id(p))) for p in {id(p): p for ps in outer for p in ps}.values() if p.requires_grad]
    runs.append(None)
    run_backward(self, *args, **kwargs)
    for hook in hooks:
        hook.remove()
    runs[-1] = (reached, {id(p): p for ps in outer if any(id(p) in reached for p in ps) for p in ps})


nn.Module.__init__ = noticed
torch.Tensor.backward = watched
truth = {}
for program in sys.argv[1:]:
    modules.clear()
    found.clear()
    sys.argv = [program]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), contextlib.suppress(BaseException):
        runpy.run_path(program, run_name="__main__")
    lines = {}
    for line, runs in sorted(found.items()):
        if None in runs:
            lines[line] = None
            continue
        parameters = {i: p for _, owned in runs for i, p in owned.items()}
        reached = set().union(*(some for some, _ in runs))
        lines[line] = [len(reached & set(parameters)), len(parameters), sum(not p.requires_grad for p in parameters.values())]
    truth[os.path.relpath(program)] = lines
rows = [f"\t{json.dumps(name)}: {json.dumps(lines)}" for name, lines in truth.items()]
print("{\n" + ",\n".join(rows) + "\n}")
