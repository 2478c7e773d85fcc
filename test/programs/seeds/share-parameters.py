import torch
from torch import nn


class Auto(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Linear(3, 3)
        self.dec = nn.Linear(3, 3)
        self.dec.weight = self.enc.weight

    def forward(self, x):
        return self.dec(self.enc(x))


torch.manual_seed(7)
net = Auto()
print([n for n, _ in net.named_parameters()], sum(p.numel() for p in net.parameters()))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.rand(2, 3)
for epoch in range(2):
    opt.zero_grad()
    loss = nn.functional.mse_loss(net(x), x)
    loss.backward()
    opt.step()
    print(epoch, f"{loss.item():.5f}", torch.equal(net.enc.weight, net.dec.weight))
net.dec.weight.data[0, 0] = 100
print(net.enc.weight[0, 0])
net.dec.weight = nn.Parameter(net.enc.weight)
print(net.dec.weight is net.enc.weight, net.dec.weight.data_ptr() == net.enc.weight.data_ptr())
print(len(list(net.parameters())))
