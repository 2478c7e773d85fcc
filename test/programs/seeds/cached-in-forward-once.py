import torch
from torch import nn


class Lazy(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.zeros(3))
        self._weights = None

    def weights(self):
        if self._weights is None:
            self._weights = torch.softmax(self.raw, 0)
        return self._weights

    def forward(self, x):
        return (self.weights() * x).sum()


lazy = Lazy()
opt = torch.optim.SGD(lazy.parameters(), lr=0.3)
x = torch.tensor([1.0, 2.0, 3.0])
for epoch in range(2):
    opt.zero_grad()
    value = lazy(x)
    print(epoch, value)
    value.backward()
    opt.step()
print("done")
