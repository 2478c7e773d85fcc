import torch
from torch import nn
from torch.nn import init


def init_weights(m):
    if isinstance(m, nn.Linear):
        init.xavier_uniform_(m.weight)
        init.zeros_(m.bias)


torch.manual_seed(42)
model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Sequential(nn.Linear(3, 2), nn.Sigmoid()))
returned = model.apply(init_weights)
print(returned is model)
for name, param in model.named_parameters():
    print(name, param)
    print(f"{name}: {param.mean().item():.4f} +- {param.std().item():.4f}")
    assert not torch.isnan(param).any(), f"NaN detected in {name}"
