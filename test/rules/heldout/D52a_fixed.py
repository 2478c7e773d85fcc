import torch
from torch import nn

class DetLoss(nn.Module):
    def forward(self, preds, targets):
        losses = []
        for p, boxes in zip(preds, targets):
            for b in boxes:
                losses.append((p[0] - b).abs().sum())
        if not losses:
            return preds.sum() * 0.
        return torch.stack(losses).mean()

net = nn.Linear(4, 4)
opt = torch.optim.SGD(net.parameters(), 0.1)
crit = DetLoss()
for targets in ([[torch.rand(4)], []], [[], []]):
    opt.zero_grad()
    loss = crit(net(torch.randn(2, 3, 4)), targets)
    loss.backward()
    opt.step()
