import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
opt = torch.optim.SGD(head.parameters(), lr=0.1)
x, y = torch.randn(5, 3), torch.randn(5, 1)
with torch.no_grad():
    feat = torch.tanh(enc(x))
for epoch in range(3):
    opt.zero_grad()
    loss = F.mse_loss(head(feat), y)
    loss.backward()
    opt.step()
    print(epoch, loss)
print(enc.weight.grad, feat.requires_grad)
