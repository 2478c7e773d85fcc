import torch
from torch import nn


class Frozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor([0.2, 0.4]), requires_grad=False)
        self.soft = torch.sigmoid(self.raw)
        self.fc = nn.Linear(2, 1)

    def forward(self, x):
        return self.fc(x * self.soft)


torch.manual_seed(11)
net = Frozen()
opt = torch.optim.SGD((p for p in net.parameters() if p.requires_grad), lr=0.1)
for i in range(3):
    loss = net(torch.ones(1, 2)).squeeze() ** 2
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(i, loss)
print(net.soft.requires_grad, net.soft)
