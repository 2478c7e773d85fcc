"""Milliseconds that a script takes without numbers: `symbolic.py meta|fake FILE`."""
import contextlib
import io
import json
import statistics
import sys
import time

import torch
from torch._subclasses.fake_tensor import FakeTensorMode

mode, path = sys.argv[1:]
with open(path) as file:
    code = compile(file.read(), path, "exec")


def timed():
    began = time.perf_counter()
    with torch.device("meta") if mode == "meta" else FakeTensorMode(), contextlib.redirect_stdout(io.StringIO()):
        exec(code, {"__name__": "__main__"})
    return (time.perf_counter() - began) * 1e3


torch.set_num_threads(1)
values = [timed() for _ in range(9)]
print(json.dumps({"value": statistics.median(values[3:])}))
