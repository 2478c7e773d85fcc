import torch
from torch import nn

torch.manual_seed(2)
model = nn.Linear(5, 1)
vec = torch.linspace(-1, 1, 6).requires_grad_()
model.weight.data.copy_(vec[0:5].view_as(model.weight.data))
model.bias.data.copy_(vec[5:])
print(model.weight, model.bias)
loss = (model(torch.ones(2, 5)) - 1).pow(2).mean()
print(loss)
try:
    print(torch.autograd.grad(loss, vec))
except RuntimeError as error:
    print(error)
loss = (model(torch.ones(2, 5)) - 1).pow(2).mean()
print(torch.autograd.grad(loss, vec, allow_unused=True))
loss = (model(torch.ones(2, 5)) - 1).pow(2).mean()
print(torch.autograd.grad(loss, model.weight)[0])
