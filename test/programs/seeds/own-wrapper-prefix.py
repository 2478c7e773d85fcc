from collections import OrderedDict

import torch
from torch import nn


class Wrapper(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, *args):
        return self.module(*args)


def strip(state, prefix="module."):
    return OrderedDict((k[len(prefix):] if k.startswith(prefix) else k, v) for k, v in state.items())


core = nn.Sequential(OrderedDict(fc=nn.Linear(2, 2), act=nn.Sigmoid()))
wrapper = Wrapper(core)
print(wrapper)
for name, _ in wrapper.named_modules():
    print(repr(name))
other = nn.Sequential(OrderedDict([("fc", nn.Linear(2, 2)), ("act", nn.Sigmoid())]))
print(other.load_state_dict(strip(wrapper.state_dict())))
other.load_state_dict(wrapper.state_dict())
