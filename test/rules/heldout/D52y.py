import torch
from torch import nn
import torch.nn.functional as F


class DetectionLoss(nn.Module):
    def forward(self, boxes, targets):
        parts = []
        for pred, gt in zip(boxes, targets):
            keep = gt[:, 0] >= 0
            if keep.any():
                parts.append(F.smooth_l1_loss(pred[keep], gt[keep]))
        if not parts:
            return torch.tensor(0.0)  # expect: grad-no-graph
        return torch.stack(parts).mean()


net = nn.Linear(4, 4)
crit = DetectionLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
# second batch holds background only
batches = [torch.rand(2, 3, 4), -torch.ones(2, 3, 4)]
for gts in batches:
    loss = crit(net(torch.randn(2, 3, 4)), gts)
    opt.zero_grad()
    loss.backward()  # raises: does not require grad
    opt.step()
