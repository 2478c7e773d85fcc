import torch
from torch import nn

torch.manual_seed(5)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))


def init_glorot(m):
    if type(m) == nn.Linear:
        nn.init.xavier_uniform_(m.weight)


def init_seven(m):
    if type(m) == nn.Linear:
        nn.init.constant_(m.weight, 7)


net[0].apply(init_glorot)
net[2].apply(init_seven)
print(net[0].weight.data[0])
print(net[2].weight.data)


class Custom(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(3, 3)

    def forward(self, x):
        return self.net(x)


custom = Custom()
print(type(custom) == Custom, type(custom) == nn.Module, isinstance(custom, nn.Module))
print(type(custom), type(custom.net))
