import torch
from torch import nn

class TBPTT:
    def __init__(self):
        self.cell = nn.LSTM(3, 4, num_layers=2)
        self.out = nn.Linear(4, 1)
    def run(self, x, h):
        y, (hn, cn) = self.cell(x, h)
        return self.out(y), (hn, cn)

m = TBPTT()
h = (torch.zeros(2, 1, 4), torch.zeros(2, 1, 4))
y, h = m.run(torch.randn(5, 1, 3), h)
y.sum().backward()
for s in h:
    for layer in s.unbind(0):
        layer.detach_() # raises: Can't detach views in-place  # expect: detached-inplace
