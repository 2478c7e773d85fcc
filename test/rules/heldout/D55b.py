import torch
from torch import nn
steps = torch.arange(5, requires_grad=True) # raises: Only Tensors of floating point and complex dtype can require gradients  # expect: grad-flag
model = nn.Linear(5, 1)
model(steps).sum().backward()
