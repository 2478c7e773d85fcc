import torch
from torch import nn

torch.manual_seed(0)
bn = nn.BatchNorm1d(2)
x = torch.tensor([[1.0, 2.0], [3.0, 6.0], [5.0, 1.0]])
print(bn(x))
print(bn.running_mean, bn.running_var, bn.num_batches_tracked, bn.num_batches_tracked._version)
bn.eval()
print(bn(x))
bn.train()
try:
    bn(torch.ones(1, 2))
except ValueError as error:
    print(error)
dropout = nn.Dropout(0.5)
print(dropout(torch.ones(8)), dropout.training)
dropout.eval()
print(dropout(torch.ones(4)))
ln, gn = nn.LayerNorm(2), nn.GroupNorm(1, 2)
print(ln(x), gn(x))
print(nn.InstanceNorm1d(2)(torch.arange(8.0).view(1, 2, 4)))
net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.ReLU())
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(2):
    opt.zero_grad()
    loss = net(x).pow(2).sum()
    loss.backward()
    opt.step()
    print(f"{loss.item():.4f}")
print(net.state_dict()["1.running_mean"], net[1].training)
