import torch, torch.nn as nn
h = nn.Linear(3, 4)(torch.randn(2, 3))
with torch.no_grad():
    left, right = h[:, :2], h[:, 2:]
left *= 0.5  # expect: inplace-view  # raises: A view was created in no_grad mode and is
h.sum().backward()
