import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit = nn.Parameter(torch.tensor(0.3))

    @property
    def value(self):
        return torch.sigmoid(self.logit)

    def forward(self, x):
        return self.value * x

    def penalty(self):
        return (1 - self.value) ** 2


gate = Gate()
optimizer = torch.optim.SGD(gate.parameters(), lr=0.5)
for epoch in range(5):
    optimizer.zero_grad()
    loss = (gate(torch.tensor(2.0)) - 1.5) ** 2 + gate.penalty()
    loss.backward()
    print(epoch, f"{loss.item():.6f}", gate.logit.grad)
    optimizer.step()
print(gate.value)
print(gate.value is gate.value)
