import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(1, 1)
        self.b = nn.Linear(1, 1)
        self.b.weight = self.a.weight
        self.b.bias = self.a.bias
        nn.init.constant_(self.a.weight, 2.0)
        nn.init.constant_(self.a.bias, 1.0)

    def forward(self, x):
        return self.b(self.a(x))


net = Tied()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(2):
    opt.zero_grad()
    loss = (net(torch.tensor([1.0])) - 3.0).sum()
    loss.backward()
    opt.step()
    print(step, loss.item(), net.a.weight.grad.item(), net.b.bias.grad.item())
    print(net.a.weight.data, net.b.bias.data)
