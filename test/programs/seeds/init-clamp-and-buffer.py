import torch
from torch import nn


class Weighted(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor([-0.5, 0.5, 1.5]))
        self.register_buffer("mask", (self.raw.detach() > 0).float())
        self.register_buffer("clamped", self.raw.clamp(0, 1))

    def forward(self):
        return (self.clamped * self.mask).sum()


model = Weighted()
print(model.mask, model.clamped)
print(model.state_dict())
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for i in range(2):
    out = model()
    opt.zero_grad()
    out.backward()
    opt.step()
    print(out, model.raw.grad)
