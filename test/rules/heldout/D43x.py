import torch, copy
from torch import nn
torch.manual_seed(0)

class Swa:
    def __init__(self, model):
        self.snapshots = []
        self.model = model
    def collect(self):
        self.snapshots.append(self.model.state_dict())  # expect: module-state-dict
    def average(self):
        keys = self.snapshots[0].keys()
        return {k: torch.stack([s[k] for s in self.snapshots]).mean(0) for k in keys}

net = nn.Linear(2, 1)
opt = torch.optim.SGD(net.parameters(), 0.5)
swa = Swa(net)
for _ in range(3):
    opt.zero_grad()
    (net(torch.randn(4, 2)) - 2).pow(2).mean().backward()
    opt.step()
    swa.collect()
net.load_state_dict(swa.average())
