"""D52: a loss that is a constant on the path where nothing matches."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class BoxLoss(nn.Module):
    def forward(self, pred, target, mask):
        if mask.sum() == 0:
            return torch.tensor(0.0)  # expect: grad-no-graph
        return F.l1_loss(pred[mask], target[mask])


def no_positives_bad():
    net, crit = nn.Linear(3, 2), BoxLoss()
    pred = net(torch.randn(4, 3))
    loss = crit(pred, torch.randn(4, 2), torch.zeros(4, dtype=torch.bool))
    loss.backward()  # raises: element 0 of tensors does not require


def empty_list_bad():
    net = nn.Linear(3, 2)
    positives = []
    losses = [net(p).pow(2).mean() for p in positives]
    sum(losses).backward()  # expect: grad-number  # raises: 'int' object has no attribute 'backward'


def no_positives_ok():
    net = nn.Linear(3, 2)
    pred = net(torch.randn(4, 3))
    mask = torch.zeros(4, dtype=torch.bool)
    loss = F.l1_loss(pred[mask], torch.randn(4, 2)[mask]) if mask.any() else pred.sum() * 0.0
    loss.backward()
    (pred.sum().detach() * 0 + sum(p.sum() * 0.0 for p in net.parameters())).backward()
