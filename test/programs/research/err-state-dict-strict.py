"""Ends in load_state_dict's refusal with missing, unexpected and misshapen entries, after migrations by a pre-hook."""
import io
import re

import torch
import torch.nn as nn


class Old(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc_in = nn.Linear(2, 3)
        self.fc_out = nn.Linear(3, 1)


class New(nn.Module):
    renames = [(re.compile(r"^fc_(in|out)\."), r"layers.\1.")]

    def __init__(self, hidden=3, extra=False):
        super().__init__()
        self.layers = nn.ModuleDict({"in": nn.Linear(2, hidden), "out": nn.Linear(hidden, 1)})
        if extra:
            self.scale = nn.Parameter(torch.ones(1))
        self.register_load_state_dict_pre_hook(self.migrate)

    @staticmethod
    def migrate(module, state_dict, prefix, *args):
        for key in list(state_dict):
            new = key
            for pattern, replacement in module.renames:
                new = pattern.sub(replacement, new)
            if new != key:
                state_dict[new] = state_dict.pop(key)


torch.manual_seed(0)
buffer = io.BytesIO()
torch.save(Old().state_dict(), buffer)
buffer.seek(0)
state = torch.load(buffer, weights_only=True)
print(list(state))
print(New().load_state_dict(dict(state)))
result = New(extra=True).load_state_dict(dict(state), strict=False)
print(result.missing_keys, result.unexpected_keys, result)
state["junk"] = torch.zeros(1)
New(hidden=4, extra=True).load_state_dict(dict(state))
