"""A training log with everything around it: rotating records, CSV and JSON lines, checksums, timers, retries, a plugin registry and text reports."""
import atexit
import contextlib
import csv
import datetime
import functools
import hashlib
import io
import itertools
import json
import logging
import operator
import os
import pathlib
import re
import string
import struct
import textwrap
import time
import uuid
from collections import ChainMap, Counter, OrderedDict, deque, namedtuple
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Callable, Iterable, Iterator, Optional

import torch
from torch import nn


class Retry:
    """A decorator with arguments that keeps statistics on the function."""

    def __init__(self, times: int = 3, on: tuple = (ValueError,)):
        self.times, self.on = times, on

    def __call__(self, f):
        @functools.wraps(f)
        def wrapped(*args, **kwargs):
            for attempt in itertools.count(1):
                try:
                    result = f(*args, attempt=attempt, **kwargs)
                except self.on as e:
                    wrapped.failures.append(f"{type(e).__name__}: {e}")
                    if attempt == self.times:
                        raise RuntimeError(f"gave up after {attempt}") from e
                else:
                    return result
                finally:
                    wrapped.calls += 1

        wrapped.failures, wrapped.calls = [], 0
        return wrapped


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if (problem := self.check(value)) is not None:
            raise ValueError(f"{self.name[1:]}: {problem}")
        setattr(instance, self.name, value)


class Between(Descriptor):
    def __init__(self, low, high):
        self.low, self.high = low, high

    def check(self, value):
        return None if self.low <= value <= self.high else f"{value!r} is not in [{self.low}, {self.high}]"


class Settings:
    lr, momentum = Between(0, 1), Between(0.0, 0.999)
    defaults = {"lr": 0.1, "momentum": 0.9, "name": "run"}

    def __init__(self, **given):
        self.source = ChainMap(given, self.defaults)
        for key in sorted(self.source):
            setattr(self, key, self.source[key])

    def __repr__(self):
        return "Settings({})".format(", ".join(f"{k}={getattr(self, k)!r}" for k in sorted(self.source)))

    def __or__(self, other):
        return Settings(**{**self.source, **other})


Row = namedtuple("Row", "step loss norm", defaults=[0.0])


class Log:
    def __init__(self, limit=4):
        self.rows: deque[Row] = deque(maxlen=limit)
        self.sinks: list[Callable[[Row], None]] = []
        self.text = io.StringIO()
        self.writer = csv.DictWriter(self.text, fieldnames=Row._fields, lineterminator="\n", extrasaction="ignore")
        self.writer.writeheader()

    def __iadd__(self, row):
        self.rows.append(row)
        self.writer.writerow(row._asdict())
        for sink in self.sinks:
            sink(row)
        return self

    def __getitem__(self, index):
        if isinstance(index, slice):
            return list(itertools.islice(self.rows, *index.indices(len(self.rows))))
        return self.rows[index]

    def __len__(self):
        return len(self.rows)

    def __bool__(self):
        return True

    def __contains__(self, step):
        return any(r.step == step for r in self.rows)

    def column(self, name):
        return [*map(operator.attrgetter(name), self.rows)]


class Throttle(logging.Filter):
    def __init__(self, every):
        super().__init__()
        self.every, self.seen = every, Counter()

    def filter(self, record):
        self.seen[record.msg] += 1
        return (self.seen[record.msg] - 1) % self.every == 0


@contextlib.contextmanager
def timer(label, into):
    began = time.perf_counter()
    try:
        yield
    finally:
        into[label] = time.perf_counter() - began


@Retry(times=3, on=(ValueError, KeyError))
def flaky(kind, *, attempt):
    if attempt < 2:
        raise ValueError(f"{kind} failed")
    if kind == "always":
        raise KeyError(kind)
    return attempt


def checksum(model: nn.Module) -> str:
    digest = hashlib.sha256()
    for name, p in sorted(model.named_parameters()):
        digest.update(name.encode())
        digest.update(struct.pack("<I", p.numel()))
    return digest.hexdigest()[:10]


def running(values: Iterable[float], decay=0.5) -> Iterator[float]:
    average: Optional[float] = None
    for v in values:
        average = v if average is None else decay * average + (1 - decay) * v
        yield average


stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("{levelname:<7}|{name}|{message}", style="{"))
logger = logging.getLogger("train.loop")
logger.setLevel(logging.INFO)
logger.addHandler(handler)
logger.propagate = False
handler.addFilter(Throttle(3))
settings = Settings(name="demo") | {"lr": 0.05}
print(settings, settings.source["momentum"])
for bad in ({"lr": 2}, {"momentum": -1.5}):
    try:
        Settings(**bad)
    except ValueError as e:
        print(e)
torch.manual_seed(30)
model = nn.Sequential(nn.Linear(4, 8), nn.SiLU(), nn.Linear(8, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=settings.lr, momentum=settings.momentum)
x = torch.randn(16, 4)
y = x.prod(1, keepdim=True)
log, times, lines = Log(), {}, []
log.sinks += [lambda r: lines.append(json.dumps({k: round(v, 3) for k, v in r._asdict().items()}))]
with timer("training", times):
    for step in range(7):
        loss = nn.functional.smooth_l1_loss(model(x), y, beta=0.5)
        optimizer.zero_grad()
        loss.backward()
        norm = nn.utils.get_total_norm([p.grad for p in model.parameters()])
        optimizer.step()
        log += Row(step, loss.item(), norm.item())
        logger.info("step")
        logger.debug("never")
print(len(log), log[0].step, [r.step for r in log[1:]], 2 in log, 6 in log, bool(log), list(times))
print(lines[-1], len(log.text.getvalue().splitlines()), log.text.getvalue().splitlines()[0])
print(stream.getvalue().replace("\n", ";"), checksum(model))
print([f"{v:.2f}" for v in running(log.column("loss"))], f"{max(log.column('norm')):.2f}")
print(flaky("once"), flaky.calls, flaky.failures)
try:
    flaky("always")
except RuntimeError as e:
    print(e, "|", type(e.__cause__).__name__, e.__cause__)
reader = csv.DictReader(io.StringIO(log.text.getvalue()))
worst = max(reader, key=lambda r: float(r["loss"]))
print(worst["step"], Decimal(worst["loss"]).quantize(Decimal("0.01"), ROUND_HALF_EVEN), Fraction(3, 12) + Fraction("0.125"))
path = pathlib.PurePosixPath("runs") / settings.name / "ckpt_{:03d}.pt".format(step)
print(path, path.stem, path.suffix, path.parts[:2], path.with_name("best.pt").name, os.path.commonprefix(["runs/a1", "runs/a2"]))
when = datetime.datetime(2024, 2, 28, 23, 59, 30) + datetime.timedelta(minutes=1)
print(when.isoformat(), when.strftime("%Y-%m-%d %H:%M"), (when - datetime.datetime(2024, 1, 1)).days, uuid.UUID(int=5))
report = textwrap.dedent("""
    Report on ${name}
      loss  $loss
""")
print(string.Template(report).substitute(name=settings.name, loss=f"{log[-1].loss:.3f}").strip())
print(textwrap.fill("a long line about nothing in particular that has to be wrapped", 24, subsequent_indent="  "))
print(re.findall(r"(?P<k>\w+)=(?P<v>[\d.]+)", "lr=0.1 wd=1e-4 bs=32"), re.split(r"\s*[,;]\s*", "a , b;c"), "{:>8}|{:^8}|{:<8}".format(*"abc"))
print(OrderedDict(sorted(Counter("mississippi").items(), key=operator.itemgetter(1, 0))), "%-6s|%05.2f|%+d|%x" % ("ab", 3.14159, 7, 255))
