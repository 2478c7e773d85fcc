import torch
import torch.nn as nn

torch.manual_seed(0)
old = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 2))
new = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 2), nn.Linear(2, 3))
result = new.load_state_dict(old.state_dict(), strict=False)
print(result)
print(result.missing_keys, result.unexpected_keys)
print(torch.equal(new[0].weight, old[0].weight), new[0].weight is old[0].weight)
result = old.load_state_dict(new.state_dict(), strict=False)
print(result)
try:
    old.load_state_dict({"0.weight": torch.zeros(3, 3)}, strict=False)
except RuntimeError as error:
    print(error)
print(old.load_state_dict({}, strict=False))
