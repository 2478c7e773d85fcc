"""Multi-task tagging of clinical notes: each task registers a callback that backpropagates its own loss."""
from collections.abc import Callable

import torch
from torch import Tensor, nn


class Tagger(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(12, 10), nn.GELU())
        self.heads = nn.ModuleDict({"diagnosis": nn.Linear(10, 5), "urgency": nn.Linear(10, 1)})


Task = Callable[[Tensor], Tensor]
TASKS: dict[str, Task] = {}


def task(name: str) -> Callable[[Task], Task]:
    def add(fn: Task) -> Task:
        TASKS[name] = fn
        return fn

    return add


@task("diagnosis")
def diagnosis(logits: Tensor) -> Tensor:
    return nn.functional.cross_entropy(logits, torch.arange(len(logits)) % 5)


@task("urgency")
def urgency(logits: Tensor) -> Tensor:
    return logits.squeeze(-1).pow(2).mean()


def step(model: Tagger, opt: torch.optim.Optimizer, notes: Tensor) -> None:
    opt.zero_grad()
    shared = model.body(notes)
    for name, loss_of in TASKS.items():
        loss_of(model.heads[name](shared)).backward() # raises: second time  # expect: graph-freed
    opt.step()


model = Tagger()
step(model, torch.optim.AdamW(model.parameters()), torch.randn(6, 12))
