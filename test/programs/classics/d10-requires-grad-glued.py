import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
net = nn.Linear(3, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
before = net.weight.clone()
for i in range(2):
    loss = F.mse_loss(net(torch.ones(2, 3)).detach(), torch.zeros(2, 1))
    loss.requires_grad_(True)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(i, loss, net.weight.grad)
print(torch.equal(before, net.weight))
loss = F.mse_loss(net(torch.ones(2, 3)), torch.zeros(2, 1))
loss.requires_grad = True
print(loss.requires_grad, loss.is_leaf)
