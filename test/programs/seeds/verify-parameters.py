import torch
import torch.nn as nn


def verify(model):
    for name, param in model.named_parameters():
        print(f"{name}: {param.mean().item():.4f} ± {param.std().item():.4f}")
        assert not torch.isnan(param).any(), f"NaN detected in {name}"


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(6, 4), nn.Linear(4, 3))
verify(model)
with torch.no_grad():
    model[1].weight[0, 0] = float("nan")
verify(model)
