import torch
from torch import nn
from torch.nn.utils import parameters_to_vector

torch.manual_seed(4)
model = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
x, y = torch.randn(3, 2), torch.randn(3, 1)
loss = nn.functional.mse_loss(model(x), y)
grads = torch.autograd.grad(loss, model.parameters(), create_graph=True)
flat = parameters_to_vector(grads)
print(flat.shape, flat.requires_grad)
v = torch.ones_like(flat)
hv = torch.autograd.grad(flat @ v, model.parameters())
print(torch.cat([h.reshape(-1) for h in hv]))
