import torch
from torch import nn
from torch.nn.utils import parameters_to_vector

model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
vec = parameters_to_vector(model.parameters())
print(vec.shape, vec.is_leaf, vec.grad_fn is not None)
optimizer = torch.optim.Adam([vec], lr=1e-3)
print("never reached")
