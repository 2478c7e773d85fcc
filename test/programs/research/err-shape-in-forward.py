"""Ends in a shape error inside a loop of a module list, after an earlier one was handled."""
import torch
import torch.nn as nn


class Tower(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = torch.relu(x)
        return x


class Ensemble(nn.Module):
    def __init__(self, *towers):
        super().__init__()
        self.towers = nn.ModuleDict({f"t{i}": t for i, t in enumerate(towers)})

    def forward(self, x):
        outs = []
        for name, tower in self.towers.items():
            try:
                outs.append(tower(x))
            except RuntimeError as e:
                print(f"{name}: {e}")
                outs.append(torch.zeros(len(x), 2))
        return torch.stack(outs).mean(0)


model = Ensemble(Tower([3, 5, 2]), Tower([4, 5, 2]), Tower([3, 2]))
print(model(torch.ones(6, 3)).shape)
print(sum(p.numel() for p in model.parameters()))
x = torch.ones(2, 3)
for name, tower in model.towers.items():
    print(name, tower(x).shape)
