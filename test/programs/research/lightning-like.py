"""A trainer in the manner of the well-known ones: hooks, callbacks, loggers, checkpoints in memory, early stopping, gradient accumulation."""
from __future__ import annotations

import contextlib
import functools
import inspect
import io
import sys
import warnings
import weakref
from collections import OrderedDict, defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, Iterable, Mapping, Optional, TypedDict

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split


class Logged(TypedDict, total=False):
    value: float
    on_epoch: bool


class HyperparametersMixin:
    def save_hyperparameters(self, *ignore: str) -> None:
        frame = inspect.currentframe().f_back
        info = inspect.getargvalues(frame)
        self.hparams = SimpleNamespace(**{k: info.locals[k] for k in info.args if k not in ("self", *ignore)})


class LightModule(HyperparametersMixin, nn.Module):
    trainer: Optional[Trainer] = None
    _EXTRA = ("on_fit_start", "on_train_epoch_end", "on_before_optimizer_step")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        missing = [n for n in ("training_step", "configure_optimizers") if n not in cls.__dict__ and not hasattr(cls, n)]
        if missing:
            warnings.warn(f"{cls.__name__} does not define {', '.join(missing)}")

    def log(self, name: str, value, on_epoch: bool = False) -> None:
        value = value.detach().item() if isinstance(value, torch.Tensor) else float(value)
        self.trainer.logged[name].append(Logged(value=value, on_epoch=on_epoch))

    def __getattr__(self, name):
        if name in LightModule._EXTRA:
            return lambda *a, **k: None
        return super().__getattr__(name)


class Callback:
    def __getattr__(self, name):
        if name.startswith("on_"):
            return lambda *args, **kwargs: None
        raise AttributeError(name)


class EarlyStopping(Callback):
    def __init__(self, monitor, patience=1, mode="min"):
        self.monitor, self.patience, self.wait = monitor, patience, 0
        self.better = {"min": lambda a, b: a < b - 1e-6, "max": lambda a, b: a > b + 1e-6}[mode]
        self.best = float("inf") if mode == "min" else -float("inf")

    def on_validation_end(self, trainer, module):
        current = trainer.metrics[self.monitor]
        if self.better(current, self.best):
            self.best, self.wait = current, 0
        else:
            self.wait += 1
            trainer.should_stop |= self.wait >= self.patience


class Checkpoint(Callback):
    def __init__(self, directory: Path, template="{epoch:02d}-{val_loss:.2f}"):
        self.directory, self.template, self.kept = directory, template, OrderedDict()

    def on_validation_end(self, trainer, module):
        name = self.template.format(epoch=trainer.epoch, **trainer.metrics)
        path = (self.directory / name).with_suffix(".ckpt") if "." not in name else self.directory / f"{name}.ckpt"
        self.kept[path] = {k: v.clone() for k, v in module.state_dict().items()}
        while len(self.kept) > 2:
            self.kept.popitem(last=False)


class GradientWatch(Callback):
    def __init__(self):
        self.norms = []

    def on_before_optimizer_step(self, trainer, module, optimizer):
        self.norms.append(torch.stack([p.grad.norm() for g in optimizer.param_groups for p in g["params"] if p.grad is not None]).norm().item())


class Trainer:
    def __init__(self, max_epochs=3, accumulate=1, callbacks: Iterable[Callback] = (), clip: float | None = None):
        self.max_epochs, self.accumulate, self.callbacks, self.clip = max_epochs, accumulate, list(callbacks), clip
        self.logged: Mapping[str, list[Logged]] = defaultdict(list)
        self.metrics: dict[str, float] = {}
        self.should_stop, self.global_step, self.epoch = False, 0, 0

    def call(self, hook: str, *args: Any) -> None:
        for target in (*self.callbacks, self.module):
            f = getattr(target, hook)
            f(self, self.module, *args) if target is not self.module else f(*args)

    @staticmethod
    def unpack(result) -> tuple[list, list]:
        if isinstance(result, torch.optim.Optimizer):
            return [result], []
        if isinstance(result, dict):
            return [result["optimizer"]], [result["lr_scheduler"]] if "lr_scheduler" in result else []
        optimizers, schedulers = result
        return list(optimizers), list(schedulers)

    def fit(self, module, train, val=None) -> Trainer:
        self.module = weakref.proxy(module) if False else module
        module.trainer = self
        self.optimizers, self.schedulers = self.unpack(module.configure_optimizers())
        takes_index = len(inspect.signature(module.training_step).parameters) > 1
        module.on_fit_start()
        for self.epoch in range(self.max_epochs):
            module.train()
            for i, batch in enumerate(train):
                loss = module.training_step(batch, i) if takes_index else module.training_step(batch)
                if loss is None:
                    continue
                loss = loss["loss"] if isinstance(loss, dict) else loss
                (loss / self.accumulate).backward()
                if (i + 1) % self.accumulate == 0 or i + 1 == len(train):
                    self.step()
            for s in self.schedulers:
                s.step()
            module.on_train_epoch_end()
            if val is not None:
                self.validate(val)
            if self.should_stop:
                print("stopped early in epoch", self.epoch)
                break
        return self

    def step(self):
        for optimizer in self.optimizers:
            self.call_optimizer_hooks(optimizer)
            if self.clip:
                nn.utils.clip_grad_value_(self.module.parameters(), self.clip)
            optimizer.step()
            optimizer.zero_grad()
        self.global_step += 1

    def call_optimizer_hooks(self, optimizer):
        for c in self.callbacks:
            c.on_before_optimizer_step(self, self.module, optimizer)

    @torch.no_grad()
    def validate(self, val):
        self.module.eval()
        before = {k: len(v) for k, v in self.logged.items()}
        for i, batch in enumerate(val):
            self.module.validation_step(batch, i)
        for name, values in self.logged.items():
            new = [v["value"] for v in values[before.get(name, 0) :] if v.get("on_epoch")]
            if new:
                self.metrics[name] = sum(new) / len(new)
        for c in self.callbacks:
            c.on_validation_end(self, self.module)


class Regressor(LightModule):
    def __init__(self, width: int = 8, lr: float = 0.05, loss: Callable = nn.functional.mse_loss):
        super().__init__()
        self.save_hyperparameters("loss")
        self.loss = loss
        self.net = nn.Sequential(OrderedDict(inner=nn.Linear(3, width), act=nn.Tanh(), out=nn.Linear(width, 1)))

    def forward(self, x):
        return self.net(x).squeeze(-1)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = self.loss(self(x), y)
        self.log("train_loss", loss)
        return {"loss": loss, "n": len(x)}

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_loss", self.loss(self(x), y), on_epoch=True)

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=self.hparams.lr, momentum=0.9)
        return {"optimizer": optimizer, "lr_scheduler": torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)}


torch.manual_seed(0)
x = torch.randn(40, 3)
y = x @ torch.tensor([1.0, -2.0, 0.5]) + 0.1 * torch.randn(40)
train, val = random_split(TensorDataset(x, y), [0.75, 0.25], generator=torch.Generator().manual_seed(1))
watch, saver = GradientWatch(), Checkpoint(Path("runs") / "demo")
model = Regressor()
print(model.hparams, len(train), len(val))
trainer = Trainer(max_epochs=4, accumulate=2, callbacks=[EarlyStopping("val_loss"), watch, saver], clip=1.0).fit(model, DataLoader(train, 10, shuffle=True), DataLoader(val, 10))
print(trainer.global_step, len(watch.norms), f"{trainer.metrics['val_loss']:.3f}", len(trainer.logged["train_loss"]), trainer.schedulers[0].get_last_lr())
print([p.name.split("-")[0] for p in saver.kept], next(iter(saver.kept)).parent.as_posix(), list(next(iter(saver.kept.values()))))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")

    class Unfinished(LightModule):
        def training_step(self, batch):
            return None

print([str(w.message) for w in caught])
buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("hidden", file=sys.stdout)
print(repr(buffer.getvalue()), model.trainer is trainer, "trainer" in dict(model.named_children()))
try:
    model.missing
except AttributeError as e:
    print(e)
print(functools.reduce(lambda a, b: a + len(b), trainer.logged.values(), 0), sorted(k for k in vars(EarlyStopping("x")) if not k.startswith("_")))
