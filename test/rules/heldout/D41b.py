import torch
from torch import nn
from dataclasses import dataclass

@dataclass
class MLPConfig:
    i: int = 3
    o: int = 1

class MLP(nn.Module):
    def __int__(self, cfg):  # expect: module-init
        super().__init__()
        self.fc = nn.Linear(cfg.i, cfg.o)
    def forward(self, x):
        return self.fc(x)  # raises: object has no attribute

m = MLP()
opt = torch.optim.Adam(m.parameters())  # raises: optimizer got an empty parameter list  # expect: optimizer-params
