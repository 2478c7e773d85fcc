import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
net = nn.Linear(3, 2)
x, target = torch.randn(4, 3), torch.tensor([0.0, 1.0, 1.0, 0.0])
pred = net(x).argmax(1).float()
print(pred, pred.requires_grad)
acc = (net(x).argmax(1) == target.long()).float().mean()
print(f"accuracy {acc:.2f}", acc.item())
loss = F.mse_loss(pred, target)
loss.backward()
