import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 3))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
net[1] = nn.Linear(4, 1)
start = net[1].weight.clone()
for _ in range(2):
    opt.zero_grad()
    net(torch.ones(1, 2)).sum().backward()
    opt.step()
print(torch.equal(start, net[1].weight), net[1].bias.grad)
opt.add_param_group({"params": net[1].parameters(), "lr": 0.01})
opt.step()
print(torch.equal(start, net[1].weight), len(opt.param_groups), opt.param_groups[1]["lr"])
gen = net.parameters()
n = sum(p.numel() for p in gen)
print(n)
torch.optim.SGD(gen, lr=0.1)
