import torch
from torch import nn


def attempt(body):
    def __init__(self):
        body(self)

    cls = type("Late", (nn.Module,), {"__init__": __init__, "forward": lambda self, x: x})
    try:
        made = cls()
        print("made", made(torch.ones(1)))
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda self: setattr(self, "fc", nn.Linear(2, 2)))
attempt(lambda self: setattr(self, "w", nn.Parameter(torch.ones(1))))
attempt(lambda self: self.register_buffer("b", torch.ones(1)))
attempt(lambda self: setattr(self, "number", 3))
attempt(lambda self: (setattr(self, "number", 3), nn.Module.__init__(self)))


class Typo(nn.Module):
    def _init_(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)

    def forward(self, x):
        return self.fc(x)


typo = Typo()
print(list(typo.parameters()))
torch.optim.SGD(typo.parameters(), lr=0.1)
