import numpy as np
import torch
from torch import nn
model = nn.Linear(4, 1)
def rmse(pred, true):
    return np.sqrt(np.mean((pred - true) ** 2))
x, y = torch.randn(6, 4), torch.randn(6, 1)
print(rmse(model(x).numpy(), y.numpy()))  # expect: detached-numpy  # raises: Can't call numpy\(\) on Tensor that
