import copy
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(2, 1)
best = net.state_dict()
kept = copy.deepcopy(net.state_dict())
cloned = {k: v.clone() for k, v in net.state_dict().items()}
opt = torch.optim.SGD(net.parameters(), lr=1.0)
net(torch.ones(1, 2)).sum().backward()
opt.step()
for name in best:
    print(name, torch.equal(best[name], net.state_dict()[name]), torch.equal(kept[name], best[name]))
print(best)
print(kept)
net.load_state_dict(cloned)
print(best["weight"], best["weight"]._version, net.weight._version)
