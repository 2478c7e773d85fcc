"""Experiments from a configuration text: a small YAML reader, typed dataclasses with overrides, registries, sweeps and a results table."""
import ast
import dataclasses
import datetime as dt
import decimal
import enum
import itertools
import math
import os
import re
import shlex
import statistics
import typing
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from typing import Annotated, Any, Literal, Optional, Union, get_args, get_origin, get_type_hints

import torch
from torch import nn

TEXT = """
# An experiment
name: demo-run
model:
  kind: mlp
  widths: [8, 4]
  activation: gelu   # smooth
  dropout: 0.1
optim:
  lr: 3e-2
  schedule: cosine
  betas:
    - 0.9
    - 0.98
data: {size: 32, noise: .05, classes: 3}
tags: [a, 'b c', "d"]
seed: ~
"""


def scalar(text):
    text = text.strip()
    if text in ("~", "null", ""):
        return None
    if text.lower() in ("true", "yes", "on", "false", "no", "off"):
        return text.lower() in ("true", "yes", "on")
    if text[0] == "[":
        return [scalar(p) for p in split(text[1:-1])]
    if text[0] == "{":
        return {k.strip(): scalar(v) for k, v in (p.split(":", 1) for p in split(text[1:-1]))}
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text):
        return float(text)
    return ast.literal_eval(text) if text[0] in "'\"" else text


def split(text):
    parts, depth, current = [], 0, ""
    for c in text:
        depth += (c in "[{") - (c in "]}")
        if c == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += c
    return [*parts, current] if current.strip() else parts


def load(text):
    lines = [(len(l) - len(l.lstrip()), l.strip()) for l in (re.sub(r"(^|\s)#.*$", "", l) for l in text.splitlines()) if l.strip()]

    def block(i, indent):
        out = [] if lines[i][1].startswith("- ") else {}
        while i < len(lines) and lines[i][0] == indent:
            body = lines[i][1]
            if isinstance(out, list):
                out.append(scalar(body[2:]))
                i += 1
                continue
            key, _, rest = body.partition(":")
            if rest.strip():
                out[key], i = scalar(rest), i + 1
            else:
                out[key], i = block(i + 1, lines[i + 1][0])
        return out, i

    return block(0, 0)[0]


class Schedule(enum.StrEnum):
    COSINE = enum.auto()
    LINEAR = enum.auto()
    NONE = "none"

    def factor(self, progress: float) -> float:
        if self is Schedule.COSINE:
            return 0.5 * (1 + math.cos(math.pi * progress))
        return 1 - progress if self == "linear" else 1.0


Positive = Annotated[float, "> 0"]


@dataclass
class ModelConfig:
    kind: Literal["mlp", "residual"] = "mlp"
    widths: list[int] = field(default_factory=lambda: [16])
    activation: str = "relu"
    dropout: float = 0.0


@dataclass
class OptimConfig:
    lr: Positive = 1e-3
    betas: tuple[float, float] = (0.9, 0.999)
    schedule: Schedule = Schedule.NONE
    steps: int = 6


@dataclass(kw_only=True)
class Config:
    name: str
    model: ModelConfig = field(default_factory=ModelConfig)
    optim: OptimConfig = field(default_factory=OptimConfig)
    data: dict[str, Union[int, float]] = field(default_factory=dict, repr=False)
    tags: tuple[str, ...] = ()
    seed: Optional[int] = None
    version: dataclasses.InitVar[int] = 1

    def __post_init__(self, version):
        self.full_name = f"{self.name}.v{version}"


def convert(value, kind):
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        checked = convert(value, args[0])
        if not eval(f"value {kind.__metadata__[0]}", {"value": checked}):
            raise ValueError(f"{checked} is not {kind.__metadata__[0]}")
        return checked
    if is_dataclass(kind):
        return build(kind, value)
    if origin is Union:
        return None if value is None else next(convert(value, a) for a in args if a is not type(None)) if type(None) in args else value
    if origin is Literal:
        if value not in args:
            raise ValueError(f"{value!r} is none of {', '.join(map(repr, args))}")
        return value
    if origin in (list, tuple):
        return origin(convert(v, args[0]) for v in value)
    if origin is dict or kind is Any:
        return dict(value)
    return kind(value)


def build(cls, values):
    hints = get_type_hints(cls, include_extras=True)
    unknown = set(values) - {f.name for f in fields(cls)}
    if unknown:
        raise TypeError(f"{cls.__name__} has no {sorted(unknown)}")
    return cls(**{k: convert(v, hints[k]) for k, v in values.items()})


def override(config, assignments):
    for a in assignments:
        path, value = a.split("=", 1)
        *parents, leaf = path.split(".")
        chain = list(itertools.accumulate(parents, getattr, initial=config))
        hints = get_type_hints(type(chain[-1]), include_extras=True)
        new = replace(chain[-1], **{leaf: convert(scalar(value), hints[leaf])}, **({"version": 2} if len(chain) == 1 else {}))
        for parent, name in zip(reversed(chain[:-1]), reversed(parents)):
            new = replace(parent, **{name: new}, **({"version": 2} if parent is config else {}))
        config = new
    return config


REGISTRY: dict[str, typing.Callable[..., nn.Module]] = {}


def register(name=None):
    def decorate(f):
        REGISTRY[name or f.__name__] = f
        return f

    return decorate


@register()
def mlp(sizes, act, dropout):
    layers = [m for a, b in itertools.pairwise(sizes) for m in (nn.Linear(a, b), act(), nn.Dropout(dropout))]
    return nn.Sequential(*layers[:-2])


def run(config):
    torch.manual_seed(config.seed or 0)
    n, classes = config.data["size"], config.data["classes"]
    y = torch.arange(n) % classes
    x = torch.stack([torch.cos(y * 2.0), torch.sin(y * 2.0)], 1) + config.data["noise"] * torch.randn(n, 2)
    acts = {f.lower(): getattr(nn, f) for f in ("ReLU", "GELU", "Tanh")}
    model = REGISTRY[config.model.kind]([2, *config.model.widths, classes], acts[config.model.activation], config.model.dropout)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.optim.lr, betas=config.optim.betas)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: config.optim.schedule.factor(s / config.optim.steps))
    losses = []
    for _ in range(config.optim.steps):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
    return losses, optimizer.param_groups[0]["lr"]


raw = load(TEXT)
print(raw)
config = build(Config, raw)
print(config, config.full_name, sep="\n")
swept = [override(config, shlex.split(line)) for line in ("optim.lr=0.1 'name=two words'", "model.widths=[6] optim.schedule=linear", "seed=7")]
for c in swept:
    print(c.full_name, c.optim, c.model.widths, c.seed)
for bad in ({"name": "x", "speed": 1}, {"name": "x", "model": {"kind": "cnn"}}, {"name": "x", "optim": {"lr": -1}}):
    try:
        build(Config, bad)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
rows = []
for c in [config, *swept]:
    losses, lr = run(c)
    rows.append((c.name, statistics.fmean(losses), statistics.stdev(losses), decimal.Decimal(str(round(lr, 4))).quantize(decimal.Decimal("0.001"), rounding=decimal.ROUND_HALF_UP)))
header = ("name", "mean", "sd", "lr")
print(" | ".join(f"{h:^9}" for h in header))
for name, mean, sd, lr in sorted(rows, key=lambda r: r[3], reverse=True):
    print(f"{name:<9} | {mean:>9.2f} | {sd:>9.2f} | {lr!s:>9}")
print([f.name for f in fields(Config) if f.default_factory is not MISSING], dataclasses.asdict(config.optim), Schedule("cosine").factor(0.5))
print(dt.timedelta(seconds=3725), os.path.join("out", config.name, os.path.splitext("log.txt")[0] + ".csv"), dt.date(2024, 2, 28) + dt.timedelta(days=2))
