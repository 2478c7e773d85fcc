import torch
from torch import nn
from dataclasses import dataclass, field

@dataclass
class State:
    model: nn.Module
    opt: torch.optim.Optimizer
    log: list = field(default_factory=list)

def train_step(state, x, y):
    state.opt.zero_grad()
    loss = nn.functional.cross_entropy(state.model(x), y)
    loss.backward()
    return loss

def eval_step(state, x, y):
    state.opt.zero_grad()  # expect: optimizer-order
    with torch.no_grad():
        return (state.model(x).argmax(1) == y).float().mean()

def fit(state, data):
    for x, y in data:
        loss = train_step(state, x, y)
        acc = eval_step(state, x, y)
        state.opt.step()
        state.log.append((loss.item(), acc.item()))

torch.manual_seed(0)
net = nn.Linear(3, 2)
before = net.weight.detach().clone()
fit(State(net, torch.optim.SGD(net.parameters(), 0.1)), [(torch.randn(4, 3), torch.tensor([0, 1, 0, 1])) for _ in range(3)])
