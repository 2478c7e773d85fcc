"""A small trainer class: CPU autocast in bfloat16, GradScaler, checkpoints in memory, resuming, early stopping by exception."""
import contextlib
import copy
import dataclasses
import enum
import hashlib
import io
import json
import os
import time
import typing as T

import torch
import torch.nn as nn
import torch.nn.functional as F


class Precision(str, enum.Enum):
    FP32 = "fp32"
    BF16 = "bf16"

    def __str__(self):
        return self.value


@dataclasses.dataclass(frozen=True)
class TrainConfig:
    lr: float = 5e-2
    steps: int = 6
    precision: Precision = Precision.FP32
    scale: float = 64.0
    milestones: T.Tuple[int, ...] = (3, 5)
    extra: T.Mapping[str, T.Any] = dataclasses.field(default_factory=dict, compare=False)

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self), sort_keys=True, default=str)

    @classmethod
    def from_json(cls, text: str) -> "TrainConfig":
        raw = json.loads(text)
        raw["precision"] = Precision(raw["precision"])
        raw["milestones"] = tuple(raw["milestones"])
        known = {f.name for f in dataclasses.fields(cls)}
        unknown = set(raw) - known
        if unknown:
            raise TypeError(f"unknown fields: {sorted(unknown)}")
        return cls(**raw)


class EarlyStop(Exception):
    def __init__(self, step, best):
        super().__init__(f"no improvement since step {step}")
        self.step, self.best = step, best


class Meter:
    def __init__(self, name, fmt=":f"):
        self.name, self.fmt = name, fmt
        self.reset()

    def reset(self):
        self.val = self.avg = self.sum = self.count = 0

    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count

    def __str__(self):
        return ("{name} {val" + self.fmt + "} ({avg" + self.fmt + "})").format(**self.__dict__)


class Trainer:
    def __init__(self, config: TrainConfig):
        self.config = config
        torch.manual_seed(0)
        self.model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.LayerNorm(8), nn.Linear(8, 3))
        self.opt = torch.optim.SGD(self.model.parameters(), lr=config.lr, momentum=0.9, weight_decay=1e-4)
        self.sched = torch.optim.lr_scheduler.MultiStepLR(self.opt, list(config.milestones), gamma=0.1)
        self.scaler = torch.amp.GradScaler("cpu", init_scale=config.scale, growth_interval=3)
        self.step = 0
        self.best = float("inf")

    @property
    def autocast(self):
        if self.config.precision is Precision.FP32:
            return contextlib.nullcontext()
        return torch.autocast("cpu", dtype=torch.bfloat16)

    def data(self):
        g = torch.Generator().manual_seed(100 + self.step)
        x = torch.randn(8, 4, generator=g)
        return x, (x.sum(1) > 0).long() + (x[:, 0] > 1).long()

    def train_step(self):
        x, y = self.data()
        self.opt.zero_grad()
        with self.autocast:
            logits = self.model(x)
            loss = F.cross_entropy(logits, y)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.opt)
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 10.0)
        if self.step == 2:
            self.model[0].bias.grad[0] = float("nan")
        before = self.model[0].weight.detach().clone()
        self.scaler.step(self.opt)
        self.scaler.update()
        self.sched.step()
        skipped = torch.equal(before, self.model[0].weight)
        self.step += 1
        return logits.dtype, loss.item(), norm.item(), skipped

    def fit(self, meter):
        while self.step < self.config.steps:
            dtype, loss, norm, skipped = self.train_step()
            meter.update(loss, 8)
            mark = "*" if skipped else " "
            print(f"{mark}{self.step} {str(dtype):>14} {meter} norm={norm:.3f} scale={self.scaler.get_scale():g} lr={self.sched.get_last_lr()}")
            if loss < self.best:
                self.best, since = loss, self.step
            elif self.step - since >= 3:
                raise EarlyStop(since, self.best)

    def state_dict(self):
        return {
            "model": self.model.state_dict(), "opt": self.opt.state_dict(), "sched": self.sched.state_dict(),
            "scaler": self.scaler.state_dict(), "step": self.step, "config": self.config.to_json(), "rng": torch.get_rng_state(),
        }

    @classmethod
    def restore(cls, buffer):
        state = torch.load(buffer, weights_only=False)
        self = cls(TrainConfig.from_json(state["config"]))
        self.model.load_state_dict(state["model"])
        self.opt.load_state_dict(state["opt"])
        self.sched.load_state_dict(state["sched"])
        self.scaler.load_state_dict(state["scaler"])
        self.step = state["step"]
        torch.set_rng_state(state["rng"])
        return self


for precision in Precision:
    cfg = TrainConfig(precision=precision)
    print(f"== {precision} {precision!r} {cfg.to_json()}")
    trainer = Trainer(cfg)
    meter = Meter("loss", ":.3f")
    try:
        trainer.fit(meter)
    except EarlyStop as stop:
        print("stopped:", stop, stop.args, f"{stop.best:.3f}")

buffer = io.BytesIO()
torch.save(trainer.state_dict(), buffer)
buffer.seek(0)
again = Trainer.restore(buffer)
print(again.step, again.config == trainer.config, again.config is trainer.config)
a, b = trainer.train_step(), again.train_step()
print(a[0], a[1] == b[1], a[2] == b[2], again.scaler.state_dict() == trainer.scaler.state_dict())
state = again.opt.state_dict()
print(list(state), list(state["state"]), state["param_groups"][0]["lr"], state["state"][0]["momentum_buffer"].shape)
try:
    TrainConfig.from_json('{"lr": 1, "steps": 2, "precision": "bf16", "milestones": [], "speed": 3}')
except TypeError as e:
    print(e)
try:
    cfg.lr = 3
except dataclasses.FrozenInstanceError as e:
    print(type(e).__name__, e)
twin = copy.deepcopy(trainer.model)
twin[3].weight.data.zero_()
print(trainer.model[3].weight.abs().sum() > 0, [d.dtype for d in twin.state_dict().values()][:2])
with torch.autocast("cpu", dtype=torch.bfloat16):
    h = twin[0](torch.ones(1, 4))
    print(h.dtype, h.grad_fn.next_functions[0][0], (h + 1.0).dtype, (h.float() @ torch.ones(8, 2)).dtype)
    with torch.autocast("cpu", enabled=False):
        print(twin[0](torch.ones(1, 4)).dtype)
    print(F.softmax(h, -1).dtype, F.mse_loss(h, torch.zeros_like(h)).dtype, torch.cat([h, h.float()]).dtype)
