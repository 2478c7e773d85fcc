import copy
import torch
from torch import nn


class EMA:
    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = copy.deepcopy(model).eval()
        for p in self.shadow.parameters():
            p.requires_grad_(False)

    @torch.no_grad()
    def update(self, model):
        for s, p in zip(self.shadow.parameters(), model.parameters()):
            s.mul_(self.decay).add_(p, alpha=1 - self.decay)


torch.manual_seed(0)
model = nn.Linear(2, 1)
ema = EMA(model, 0.9)
opt = torch.optim.SGD(model.parameters(), lr=0.5)
for i in range(3):
    opt.zero_grad()
    model(torch.ones(1, 2)).sum().backward()
    opt.step()
    ema.update(model)
    print(i, model.weight.data, ema.shadow.weight)
y = model(torch.ones(1, 2, requires_grad=True)).sum()
shadow_state = model.state_dict()
for key in shadow_state:
    shadow_state[key].mul_(0.5)
print(model.weight._version)
two = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
out = two(torch.ones(1, 2)).sum()
for value in two.state_dict().values():
    value.mul_(0.9)
out.backward()
