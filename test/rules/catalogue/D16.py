"""D16: parameters and modules that are not registered."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Listed(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.inp = nn.Linear(4, 8)
        self.blocks = [nn.Linear(8, 8) for _ in range(n)]  # expect: module-unregistered
        self.out = nn.Linear(8, 1)

    def forward(self, x):
        x = F.relu(self.inp(x))
        for b in self.blocks:
            x = F.relu(b(x))
        return self.out(x)


def listed_bad():
    net = Listed()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class Registered(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.inp = nn.Linear(4, 8)
        self.blocks = nn.ModuleList([nn.Linear(8, 8) for _ in range(n)])
        self.out = nn.Linear(8, 1)

    def forward(self, x):
        x = F.relu(self.inp(x))
        for b in self.blocks:
            x = F.relu(b(x))
        return self.out(x)


def registered_ok():
    net = Registered()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).mean().backward()
        opt.step()


class Dictionary(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Linear(4, 4)
        self.heads = {}  # expect: module-unregistered
        for name, n in {"cls": 3, "reg": 1}.items():
            self.heads[name] = nn.Linear(4, n)

    def forward(self, x):
        h = self.shared(x)
        return {k: head(h) for k, head in self.heads.items()}


class Appended(nn.Module):
    def __init__(self, depth=2):
        super().__init__()
        self.layers = []  # expect: module-unregistered
        for _ in range(depth):
            self.layers.append(nn.Conv2d(3, 3, 3, padding=1))

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


def empty_bad():
    net = Appended()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)  # raises: optimizer got an empty parameter list
    opt.step()


class PlainTensor(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.scale = torch.ones(3, requires_grad=True)  # expect: module-unregistered

    def forward(self, x):
        return self.lin(x) * self.scale


class Moved(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.w = nn.Parameter(torch.randn(3)).to(torch.float64)  # expect: module-unregistered

    def forward(self, x):
        return self.lin(x) * self.w


class OnDevice(nn.Module):
    def __init__(self, device="cuda"):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.query = nn.Parameter(torch.randn(3, 3)).to(device)  # expect: module-unregistered

    def forward(self, x):
        return self.lin(x) @ self.query


class MadeInForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)

    def forward(self, x):
        proj = nn.Linear(3, 2)  # expect: module-transient
        return proj(self.lin(x))


def made_in_forward_bad():
    net = MadeInForward()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()


class References(nn.Module):
    """Lists of registered modules, functions and constants are fine."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 3), nn.Linear(3, 3)
        self.order = [self.a, self.b]
        self.acts = [torch.relu, torch.tanh]
        self.cache = []
        self.scale = torch.ones(3)

    def forward(self, x):
        for layer, act in zip(self.order, self.acts):
            x = act(layer(x))
        self.cache.append(x.detach())
        return x * self.scale


def references_ok():
    net = References()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()


class Split(nn.Module):
    """A list handed to nn.Sequential is registered through it."""

    def __init__(self):
        super().__init__()
        layers = []
        for i in range(2):
            layers += [nn.Linear(3, 3), nn.ReLU()]
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)


def split_ok():
    net = Split()
    opt = torch.optim.Adam(net.parameters())
    opt.zero_grad()
    net(torch.randn(2, 3)).sum().backward()
    opt.step()
