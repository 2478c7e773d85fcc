"""A state_dict does not fit the module it is loaded into."""
import torch
import torch.nn as nn


def missing_key_bad():
    a = nn.Linear(3, 1)
    a.load_state_dict({"weight": torch.zeros(1, 3)})  # expect: module-load in loading state_dict for Linear  # raises: in loading state_dict for Linear


def other_size_bad():
    a, b = nn.Sequential(nn.Linear(3, 2)), nn.Sequential(nn.Linear(3, 1))
    a.load_state_dict(b.state_dict())  # expect: module-load in loading state_dict for Sequential  # raises: in loading state_dict for Sequential


def loads_ok():
    a, b = nn.Linear(3, 1), nn.Linear(3, 1)
    a.load_state_dict(b.state_dict())
    a.load_state_dict({"weight": torch.zeros(1, 3)}, strict=False)


def converted(state_dict):
    out = {}
    for key, value in state_dict.items():
        if not key.startswith("teacher."):
            out[key.replace("encoder.", "")] = value
    return out


def load_from(original: nn.Module):
    model = nn.Linear(3, 2)
    model.load_state_dict(converted(original.state_dict()))
    return model


def of_nothing_bad():
    nn.Linear(3, 2).load_state_dict({})  # expect: module-load Missing key  # raises: Missing key
