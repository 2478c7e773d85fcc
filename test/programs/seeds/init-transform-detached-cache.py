import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor(1.0))
        self.shown = torch.sigmoid(self.raw).detach()

    def forward(self, x):
        gate = torch.sigmoid(self.raw)
        self.shown = gate.detach()
        return gate * x


gate = Gate()
opt = torch.optim.SGD(gate.parameters(), lr=2.0)
for i in range(3):
    print("before", gate.shown)
    loss = gate(torch.tensor(4.0))
    opt.zero_grad()
    loss.backward()
    opt.step()
    print("loss", loss.item(), "shown", gate.shown.item())
