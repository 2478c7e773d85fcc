"""D41: super().__init__() is missing or late, or __init__ is misspelt."""
import torch
import torch.nn as nn


class Missing(nn.Module):
    def __init__(self, n=3):
        self.n = n
        self.fc = nn.Linear(n, n)  # expect: module-init  # raises: cannot assign module before

    def forward(self, x):
        return self.fc(x)


def missing_bad():
    Missing()


class Late(nn.Module):
    def __init__(self):
        self.scale = nn.Parameter(torch.ones(3))  # expect: module-init  # raises: cannot assign parameters before
        super().__init__()

    def forward(self, x):
        return x * self.scale


def late_bad():
    Late()


class Misspelt(nn.Module):
    def _init_(self):  # expect: module-init
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)  # raises: 'Misspelt' object has no attribute 'fc'


def misspelt_bad():
    net = Misspelt()
    net(torch.randn(2, 3))


class Base(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)


class Child(Base):
    """The base's __init__ is never run."""

    def __init__(self):
        self.b = nn.Linear(3, 3)  # expect: module-init  # raises: cannot assign module before

    def forward(self, x):
        return self.b(self.a(x))


def child_bad():
    Child()


class BufferFirst(nn.Module):
    def __init__(self):
        self.register_buffer("t", torch.zeros(1))  # expect: module-init  # raises: cannot assign buffer before
        super().__init__()

    def forward(self, x):
        return x + self.t


def buffer_first_bad():
    BufferFirst()


class PlainFirst(nn.Module):
    """Plain attributes before super().__init__() are legal."""

    def __init__(self, n=3):
        self.n = n
        self.names = ["a", "b"]
        super().__init__()
        self.fc = nn.Linear(n, n)

    def forward(self, x):
        return self.fc(x)


class Old(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


def legal_ok():
    Old()(PlainFirst()(torch.randn(2, 3))).sum().backward()
