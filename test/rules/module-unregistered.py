"""Layers or parameters of a module are not registered, so nothing trains or saves them."""
import torch
import torch.nn as nn


class Blocks(nn.Module):
    def __init__(self):
        super().__init__()
        self.inp = nn.Linear(8, 8)
        self.blocks = [nn.Linear(8, 8) for _ in range(3)]  # expect: module-unregistered misses 6 tensors and no optimizer trains them

    def forward(self, x):
        x = self.inp(x)
        for b in self.blocks:
            x = torch.relu(b(x))
        return x


def plain_list_bad():
    net = Blocks()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 8)).sum().backward()
        opt.step()


class PlainTensorBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.w = torch.randn(3, requires_grad=True)  # expect: module-unregistered misses it and no optimizer trains it

    def forward(self, x):
        return self.fc(x) * self.w


class PlainTensorFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.w = nn.Parameter(torch.randn(3))

    def forward(self, x):
        return self.fc(x) * self.w


class ConvertedBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3).double()
        self.w = nn.Parameter(torch.randn(3)).double()  # expect: module-unregistered misses it and no optimizer trains it

    def forward(self, x):
        return self.fc(x) * self.w


class ConvertedFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3).double()
        self.w = nn.Parameter(torch.randn(3).double())

    def forward(self, x):
        return self.fc(x) * self.w


class InDictBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = {"a": nn.Linear(3, 3)}  # expect: module-unregistered misses 2 tensors and no optimizer trains them

    def forward(self, x):
        return self.layers["a"](x)


class InDictFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleDict({"a": nn.Linear(3, 3)})

    def forward(self, x):
        return self.layers["a"](x)


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.blocks = nn.ModuleList([nn.Linear(3, 3)])
        self.order = [self.a, self.blocks[0]]
        self.scale = torch.ones(3)

    def forward(self, x):
        for layer in self.order:
            x = layer(x)
        return x * self.scale


def registered_ok():
    net = Listed()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net(torch.randn(2, 3)).sum().backward()
    opt.step()


# The class is only defined here; its own optimizer gets what it does not register.
class HandedOut(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = torch.normal(0, 0.01, (3, 1), requires_grad=True)
        self.b = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return x @ self.w + self.b

    def configure_optimizers(self):
        return torch.optim.SGD([self.w, self.b], lr=0.1)
