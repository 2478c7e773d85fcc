import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
fc = nn.Linear(3, 1)
x, y = torch.randn(8, 3), torch.randn(8)
pred = fc(x)
print(((pred - y) ** 2).shape, f"{((pred - y) ** 2).mean().item():.4f}")
print(f"{F.mse_loss(pred, y).item():.4f}")
print(f"{F.mse_loss(pred.squeeze(-1), y).item():.4f}", f"{F.mse_loss(pred, y.view_as(pred)).item():.4f}")
print(nn.SmoothL1Loss()(pred, y).shape, nn.L1Loss(reduction="none")(pred.squeeze(1), y).shape)
nn.BCEWithLogitsLoss()(pred, (y > 0).float())
