import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(3, 1)
wrapped = nn.DataParallel(model)
print(wrapped)
print(list(wrapped.state_dict().keys()))
saved = wrapped.state_dict()
fresh = nn.Linear(3, 1)
try:
    fresh.load_state_dict(saved)
except RuntimeError as error:
    print(error)
stripped = {k.replace("module.", "", 1): v for k, v in saved.items()}
print(fresh.load_state_dict(stripped))
wrapped.module.load_state_dict({"weight": torch.ones(1, 3), "bias": torch.zeros(1)})
print(model.weight, wrapped.module is model)
print(wrapped(torch.ones(2, 3)))
