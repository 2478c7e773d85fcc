"""MAML (second order and first order), ANIL, and Reptile on sine tasks, sharing one functional network."""
import enum
import math
from collections import OrderedDict
from contextlib import contextmanager
from typing import Callable, Dict

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(11)


class Mode(enum.Enum):
    MAML = "maml"
    FOMAML = "fomaml"
    ANIL = "anil"

    @property
    def second_order(self):
        return self is not Mode.FOMAML

    @classmethod
    def parse(cls, text):
        try:
            return cls(text.lower())
        except ValueError:
            raise KeyError(f"unknown mode {text!r}; expected one of {[m.value for m in cls]}") from None


class SineTask:
    def __init__(self, amplitude, phase):
        self.amplitude, self.phase = amplitude, phase

    def __repr__(self):
        return f"{type(self).__name__}(A={self.amplitude:.2f}, phi={self.phase:.2f})"

    def __call__(self, x):
        return self.amplitude * torch.sin(x + self.phase)

    def draw(self, k):
        x = torch.rand(k, 1) * 10 - 5
        return x, self(x)


def task_distribution(n):
    for _ in range(n):
        a, p = torch.rand(2).tolist()
        yield SineTask(0.1 + 4.9 * a, math.pi * p)


class MetaModule(nn.Module):
    """A module that runs with parameters handed in."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(OrderedDict([
            ("fc1", nn.Linear(1, 20)), ("relu1", nn.ReLU()), ("fc2", nn.Linear(20, 20)), ("relu2", nn.ReLU()), ("head", nn.Linear(20, 1)),
        ]))

    def params(self) -> Dict[str, torch.Tensor]:
        return OrderedDict(self.net.named_parameters())

    def forward(self, x, params=None):
        params = self.params() if params is None else params
        x = F.relu(F.linear(x, params["fc1.weight"], params["fc1.bias"]))
        x = F.relu(F.linear(x, params["fc2.weight"], params["fc2.bias"]))
        return F.linear(x, params["head.weight"], params["head.bias"])


def adapt(model, x, y, lr, steps, mode: Mode):
    params = model.params()
    trainable = [k for k in params if mode is not Mode.ANIL or k.startswith("head")]
    for _ in range(steps):
        loss = F.mse_loss(model(x, params), y)
        grads = torch.autograd.grad(loss, [params[k] for k in trainable], create_graph=mode.second_order)
        step = dict(zip(trainable, grads))
        params = OrderedDict((k, p - lr * step[k] if k in step else p) for k, p in params.items())
    return params


@contextmanager
def restored(model):
    saved = {k: v.clone() for k, v in model.state_dict().items()}
    try:
        yield saved
    finally:
        model.load_state_dict(saved)


def evaluate(model, task, mode):
    x, y = task.draw(5)
    xq = torch.linspace(-5, 5, 7).unsqueeze(1)
    with torch.no_grad():
        before = F.mse_loss(model(xq), task(xq))
    fast = adapt(model, x, y, 0.01, 3, mode)
    after = F.mse_loss(model(xq, fast), task(xq))
    return before.item(), after.item()


def train_maml(mode):
    torch.manual_seed(2)
    model = MetaModule()
    meta = torch.optim.Adam(model.parameters(), lr=1e-2)
    for iteration in range(3):
        meta.zero_grad()
        total = 0
        for task in task_distribution(2):
            xs, ys = task.draw(5)
            xq, yq = task.draw(5)
            total = total + F.mse_loss(model(xq, adapt(model, xs, ys, 0.01, 2, mode)), yq)
        (total / 2).backward()
        norms = {n: p.grad.norm().item() for n, p in model.named_parameters()}
        meta.step()
        print(f"{mode.name:>6} {iteration} loss {total.item() / 2:.4f} head {norms['net.head.weight']:.4f} fc1 {norms['net.fc1.weight']:.4f}")
    return model


def train_reptile(inner: Callable[[nn.Module], torch.optim.Optimizer], outer_lr=0.5):
    torch.manual_seed(3)
    model = MetaModule()
    for iteration, task in enumerate(task_distribution(3)):
        with restored(model) as old:
            opt = inner(model)
            x, y = task.draw(8)
            for _ in range(3):
                opt.zero_grad()
                loss = F.mse_loss(model(x), y)
                loss.backward()
                opt.step()
            adapted = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict({k: old[k] + outer_lr * (adapted[k] - old[k]) for k in old})
        print(f"reptile {iteration} {task} inner loss {loss.item():.4f}")
    return model


for mode in Mode:
    model = train_maml(mode)
    b, a = evaluate(model, SineTask(2.0, 0.5), mode)
    print(f"       {mode!r} before {b:.3f} after {a:.3f} {'better' if a < b else 'worse'}")
model = train_reptile(lambda m: torch.optim.SGD(m.parameters(), lr=0.01, momentum=0.9, nesterov=True))
print(f"{sum(p.pow(2).sum() for p in model.parameters()).item():.3f}")
x = torch.ones(1, 1)
fast = adapt(model, x, x * 2, 0.1, 1, Mode.parse("MAML"))
print(fast["head.bias"].grad_fn, fast["fc1.weight"].is_leaf, list(fast)[:2])
fast = adapt(model, x, x * 2, 0.1, 1, Mode.ANIL)
print(fast["fc1.weight"].is_leaf, fast["fc1.weight"] is model.net.fc1.weight)
try:
    Mode.parse("protonet")
except KeyError as e:
    print(e.args[0], e.__cause__, e.__suppress_context__)
x, y = SineTask(1.0, 0.0).draw(4)
params = model.params()
loss = F.mse_loss(model(x, params), y)
g = torch.autograd.grad(loss, list(params.values()))
h = g[0].sum()
print(h.requires_grad)
h.backward()
