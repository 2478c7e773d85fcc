import torch
from torch import nn


class NoSuper(nn.Module):
    def __init__(self):
        self.hidden = 4
        self.fc = nn.Linear(3, self.hidden)

    def forward(self, x):
        return self.fc(x)


class LateSuper(nn.Module):
    def __init__(self):
        self.hidden = 4
        super().__init__()
        self.fc = nn.Linear(3, self.hidden)

    def forward(self, x):
        return self.fc(x)


torch.manual_seed(0)
print(LateSuper()(torch.ones(1, 3)))
NoSuper()
