import torch
from torch import nn
from torch.nn.utils import parametrize


class Squash(nn.Module):
    def forward(self, raw):
        return torch.sigmoid(raw)


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.value = nn.Parameter(torch.tensor([0.0, 1.0]))

    def forward(self, x):
        return (self.value * x).sum()


gate = Gate()
parametrize.register_parametrization(gate, "value", Squash())
optimizer = torch.optim.SGD(gate.parameters(), lr=1.0)
print([name for name, _ in gate.named_parameters()])
for step in range(3):
    optimizer.zero_grad()
    loss = (gate(torch.tensor([1.0, 2.0])) - 1) ** 2
    loss.backward()
    optimizer.step()
    print(step, loss.item())
print(gate.value)
print(gate.parametrizations.value.original)
