import torch
from torch import nn
heads = nn.ModuleList([nn.Linear(3, 1) for _ in range(3)])
def total(x):
    ls = {}
    for i, h in enumerate(heads):
        ls[f"l{i}"] = h(x).pow(2).mean()
    return torch.tensor(list(ls.values())).sum()  # expect: grad-no-graph
total(torch.randn(2, 3)).backward()  # raises: element 0 of tensors does not require
