import torch
from torch import nn
model = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
params = [p for p in model.parameters() if p.requires_grad]
print("trainable:", sum(p.numel() for p in params))
optimizer = torch.optim.SGD(params, lr=0.01, momentum=0.9)
for _ in range(2):
    optimizer.zero_grad()
    model(torch.randn(4, 3)).mean().backward()
    optimizer.step()
