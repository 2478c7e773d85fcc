import torch
from torch import nn

class Carry:
    def __init__(self, rnn):
        self.rnn, self.h = rnn, torch.zeros(1, 2, 4)
    def __call__(self, x):
        y, self.h = self.rnn(x, self.h)
        return y
    def cut(self):
        self.h[0].detach_() # raises: Can't detach views in-place  # expect: detached-inplace

c = Carry(nn.GRU(3, 4))
for w in range(2):
    c(torch.randn(5, 2, 3)).pow(2).mean().backward()
    c.cut()
