import torch
import torch.nn as nn
from torch.func import functional_call
from torch.nn.utils import parameters_to_vector


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 1)

    def forward(self, x):
        return self.linear(x)


def unflatten(vec, module):
    pieces, start = {}, 0
    for name, param in module.named_parameters():
        stop = start + param.numel()
        pieces[name] = vec[start:stop].view_as(param)
        start = stop
    return pieces


torch.manual_seed(0)
model = Tiny()
vec = parameters_to_vector(model.parameters()).detach().clone().requires_grad_(True)
inputs, target = torch.randn(1, 4), torch.randn(1, 1)
opt = torch.optim.SGD([vec], lr=0.05)
for step in range(3):
    opt.zero_grad()
    loss = nn.functional.mse_loss(functional_call(model, unflatten(vec, model), (inputs,)), target)
    loss.backward()
    opt.step()
    print(step, f"{loss.item():.5f}", vec.grad)
print(model.linear.weight.grad)
