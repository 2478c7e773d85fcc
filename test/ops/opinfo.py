"""Runs PyTorch's own sample inputs through the battery.

Usage: opinfo.py FOLDER [per-op limit]
PyTorch ships sample inputs for its operators (op_db). Each sample is run, the aten calls it ends in are collected, and those calls are
recorded as record.py does. Replay with OPS_CASES=FOLDER mocha test/ops.test.ts. The recordings are large and not committed.
"""
import collections
import json
import os
import random
import sys
import warnings

import types
import unittest

import torch

# The sample inputs need nothing of the test framework that their module imports.
sys.modules.setdefault("expecttest", types.SimpleNamespace(TestCase=unittest.TestCase))
from torch.testing._internal.common_methods_invocations import op_db
from torch.utils._python_dispatch import TorchDispatchMode

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
from record import run  # noqa: E402
from spec import Case, T  # noqa: E402

warnings.simplefilter("ignore")
torch.set_num_threads(1)
LARGEST = 150
# Left out: their numbers are left to chance or their results depend on memory that was never written.
SKIP = ("empty", "rand", "bernoulli", "normal", "uniform", "dropout", "multinomial", "exponential", "cauchy", "geometric", "poisson", "_local_scalar", "set_", "resize", "detach", "alias", "lift", "sparse", "nested", "quant", "fft", "_fw", "copy", "record", "is_", "view", "_assert", "_test", "_print")


def as_spec(t):
    if t.numel() > LARGEST or t.layout != torch.strided or t.is_conj() or t.is_neg() or t.device.type != "cpu":
        raise ValueError("not for the battery")
    values = t.detach().clone()
    if t.is_floating_point():
        flat = [float(f"{x:.5g}") for x in values.reshape(-1).double().tolist()]
        data = torch.tensor(flat, dtype=torch.float64).reshape(t.shape).tolist()
    else:
        data = values.tolist()
    return T((), "v", dtype=str(t.dtype)[6:], data=data if t.numel() > 0 else torch.empty(t.shape).tolist())


class Collector(TorchDispatchMode):
    def __init__(self, found, limit):
        self.found, self.limit = found, limit

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = func._schema.name.removeprefix("aten::") + ("." + func._schema.overload_name if func._schema.overload_name else "")
        if func.namespace == "aten" and not func._schema.is_mutable and not name.startswith(SKIP) and ".out" not in name:
            try:
                put = lambda a: as_spec(a) if isinstance(a, torch.Tensor) else [put(x) for x in a] if isinstance(a, (list, tuple)) else a
                plain = {k: put(v) for k, v in kwargs.items() if k not in ("layout", "device", "pin_memory", "memory_format")}
                if all(not isinstance(a, (complex, torch.Generator)) for a in args):
                    key = json.dumps([repr(args)[:4000], repr(plain)[:1000]])
                    self.found[name].setdefault(key, Case(name, tuple(put(a) for a in args), plain))
            except (ValueError, TypeError, RuntimeError):
                pass
        return func(*args, **kwargs)


def main():
    folder, limit = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 12
    found = collections.defaultdict(dict)
    for op in op_db:
        for dtype in (torch.float32, torch.int64):
            if dtype not in op.supported_dtypes("cpu"):
                continue
            try:
                samples = list(op.sample_inputs("cpu", dtype, requires_grad=False))
            except Exception:
                continue
            for s in samples[:40]:
                try:
                    with Collector(found, limit):
                        op(s.input, *s.args, **s.kwargs)
                except Exception:
                    pass
    os.makedirs(folder, exist_ok=True)
    total = 0
    rng = random.Random(0)
    lines = []
    for name in sorted(found):
        cases = list(found[name].values())
        if len(cases) > limit:
            cases = rng.sample(cases, limit)
        for c in cases:
            try:
                lines.append(json.dumps(run(c), separators=(",", ":"), allow_nan=False))
                total += 1
            except Exception:
                pass
    with open(os.path.join(folder, "opinfo.json"), "w") as f:
        f.write("[\n" + ",\n".join(lines) + "\n]\n")
    print(len(found), "operators", total, "cases")


if __name__ == "__main__":
    main()
