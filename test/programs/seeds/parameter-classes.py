import torch
import torch.nn as nn


class Simple(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(10, 2)
        self.scale = nn.Parameter(torch.ones(1), requires_grad=False)


model = Simple()
for param in model.parameters():
    print(type(param), param.requires_grad, param.shape)
state = model.state_dict()
print(state.keys())
print(list(state))
print(type(state), len(state))
print(type(state["linear.bias"]), state["linear.bias"].requires_grad)
print(isinstance(model.scale, torch.Tensor), isinstance(model.scale, nn.Parameter))
print(type(model.scale.data), type(model.scale * 2), type(model.scale.detach()))
print(model.scale)
print(repr(model.scale * 3))
