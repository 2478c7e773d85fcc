import torch
from torch import nn
net = nn.Linear(2, 1)
init = {k: v.clone() for k, v in net.state_dict().items()}
meta = torch.optim.Adam(net.parameters())
lr = nn.Parameter(torch.tensor(0.1))
lr_opt = torch.optim.SGD([lr], 0.01)
for _ in range(2):
    loss = net(torch.randn(3, 2)).pow(2).mean()
    g = torch.autograd.grad(loss, list(net.parameters()))
    with torch.no_grad():
        for p, d in zip(net.parameters(), g):
            p -= lr * d
    q = net(torch.randn(3, 2)).pow(2).mean()
    lr_opt.zero_grad(); q.backward()
    lr_opt.step()  # expect: optimizer-idle
