"""Parameters or modules are assigned before super().__init__()."""
import torch
import torch.nn as nn


class EarlyBad(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(3, 3)  # expect: module-init cannot assign module before Module  # raises: cannot assign module before Module

    def forward(self, x):
        return self.fc(x)


class EarlyFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


class LateBad(nn.Module):
    def __init__(self):
        self.fc = nn.Linear(3, 3)  # expect: module-init cannot assign module before Module  # raises: cannot assign module before Module
        super().__init__()

    def forward(self, x):
        return self.fc(x)


class LateFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


class MisspeltBad(nn.Module):
    def _init_(self):  # expect: module-init PyTorch raises
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)  # raises: object has no attribute


class MisspeltFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


class Ready(nn.Module):
    def __init__(self):
        self.name = "ready"
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


def initialised_ok():
    Ready()(torch.randn(2, 3)).sum().backward()


class PassedOn_ok(nn.LayerNorm):
    """What the base class is given is not known; that it is initialised is."""

    def __init__(self, size=4, **kwargs):
        super().__init__(size, **kwargs)
        self.act = nn.ReLU()

    def forward(self, x):
        return self.act(nn.functional.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps))


class Chosen(nn.Module):
    """With what is given, the inner layer may refuse; whoever gets past that has a whole layer."""

    def __init__(self, size, **options):
        super().__init__()
        self.conv = nn.Conv2d(size, size, 1, experts=0, **options)

    def forward(self, x):
        return self.conv(x)


def registered(name):
    """Wraps a constructor with a decorator of a package that the analysis cannot see."""
    try:
        from nowhere import registered as real
    except ImportError:
        return lambda init: init
    return real(name)


class Wrapped(nn.Module):
    @registered("wrapped")
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


class Below(Wrapped):
    """What the base class's constructor does is not known; that it makes a module is."""

    def __init__(self):
        super().__init__()
        self.out = nn.Linear(3, 2)

    def forward(self, x):
        return self.out(self.fc(x))


def wrapped_ok():
    Wrapped()(torch.randn(2, 3)).sum().backward()
    Below()(torch.randn(2, 3)).sum().backward()


def prepare(module):
    """Initialises a module by a function of a package that the analysis cannot see."""
    try:
        from nowhere import prepare as real
    except ImportError:
        real = nn.Module.__init__
    real(module)


class Prepared(nn.Module):
    """What `prepare` does is not known; it may be what initialises."""

    def __init__(self):
        prepare(self)
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return self.fc(x)


def prepared_ok():
    Prepared()(torch.randn(2, 3)).sum().backward()
