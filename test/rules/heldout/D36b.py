import torch
from torch import nn
from collections import defaultdict

class Runner:
    def __init__(self, model):
        self.model = model
        self.opt = torch.optim.Adam(model.parameters())
        self.logs = defaultdict(list)
    def step(self, x, y):
        out = self.model(x)
        loss = (out - y).abs().mean()
        self.opt.zero_grad()
        loss.backward()
        self.opt.step()
        self.logs["loss"].append(loss)  # expect: graph-leak
        self.logs["out_norm"].append(out.norm().item())

r = Runner(nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)))
for _ in range(4):
    r.step(torch.randn(5, 2), torch.randn(5, 1))
print(sum(r.logs["loss"]) / len(r.logs["loss"]))
