import numpy as np
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(2, 1)
x = torch.ones(3, 2)
out = net(x)
try:
    np.mean(out.numpy())
except RuntimeError as error:
    print(error)
value = out.detach().numpy().mean()
print(type(value).__name__, round(float(value), 4))
loss = torch.tensor(value)
print(loss.requires_grad)
total = 0.0
for row in out:
    total += row.item()
print(round(total, 4))
try:
    total.backward()
except AttributeError as error:
    print(error)
loss.backward()
