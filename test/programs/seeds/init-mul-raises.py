import torch
from torch import nn


class Doubled(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, -1.0]))
        self.w2 = self.w * 2

    def forward(self, x):
        return (self.w2 * x).sum()


m = Doubled()
sgd = torch.optim.SGD(m.parameters(), lr=0.1)
for i in range(2):
    sgd.zero_grad()
    y = m(torch.tensor([3.0, 4.0]))
    print(y, y.grad_fn)
    y.backward()
    print(m.w.grad)
    sgd.step()
