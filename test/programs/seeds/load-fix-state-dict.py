import torch
import torch.nn as nn


def repair(state_dict, model):
    fixed = {}
    for name, param in model.state_dict().items():
        if name in state_dict:
            fixed[name] = state_dict[name]
        else:
            print(f"Missing key: {name}")
            fixed[name] = param.clone()
    return fixed


torch.manual_seed(1)
model = nn.Linear(2, 2)
weights = {"weight": torch.eye(2)}
model.load_state_dict(repair(weights, model))
for key, value in model.state_dict().items():
    print(key, value)
print(model.state_dict())
