import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(4, 4)
        self.mix = nn.Linear(4, 4)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        e = torch.tanh(self.embed(x))
        cls, rest = e[:, 0], e[:, 1:]
        # the class token must not train the embedding
        cls.detach_()  # raises: Can't detach views in-place  # expect: detached-inplace
        return self.head(cls) + self.head(self.mix(rest).mean(1))


net = Net()
net(torch.randn(3, 5, 4)).sum().backward()
