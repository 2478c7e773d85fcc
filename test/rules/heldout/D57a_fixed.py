import torch
from torch import nn

class Gate(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.a, self.b = nn.Linear(d, d), nn.Linear(d, d)
    def forward(self, x):
        g = torch.sigmoid(self.a(x))
        g = g * self.b(x)
        return g

model = torch.compile(Gate(3), backend="eager")
opt = torch.optim.Adam(model.parameters())
loss = model(torch.randn(2, 3)).mean()
loss.backward()
opt.step()
