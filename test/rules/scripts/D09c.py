import torch, torch.nn as nn
net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
net.requires_grad_(False)
x = torch.randn(2, 4)
loss = net(x).sum()
loss.backward()  # expect: grad-no-graph  # raises: element 0 of tensors does not require
