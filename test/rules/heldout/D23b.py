import torch
from torch import nn
device = "cpu"
img = torch.rand(1, 8, requires_grad=True).to(torch.float64).to(device)
model = nn.Linear(8, 2).double()
out = model(img)
out[0, 1].backward()
saliency = img.grad  # expect: grad-nonleaf
print(saliency)
