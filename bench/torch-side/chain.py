"""Microseconds per op, forward and backward, of a mul/add chain on one element: `chain.py eager|meta|fake`."""
import json
import statistics
import sys
import time

import torch
from torch._subclasses.fake_tensor import FakeTensorMode

mode = sys.argv[1]
OPS = 20_000 if mode == "eager" else 300


def chain():
    x = torch.full((1,), 1.5, device="meta" if mode == "meta" else "cpu", requires_grad=True)
    factor = torch.full((1,), 0.999, device=x.device)
    y = x
    for _ in range(OPS // 2):
        y = y * factor + x
    y.backward(torch.ones_like(y))


def timed():
    began = time.perf_counter()
    chain()
    return (time.perf_counter() - began) * 1e6 / OPS


torch.set_num_threads(1)
if mode == "fake":
    with FakeTensorMode():
        values = [timed() for _ in range(5)]
else:
    values = [timed() for _ in range(7)]
print(json.dumps({"value": statistics.median(values[2:])}))
