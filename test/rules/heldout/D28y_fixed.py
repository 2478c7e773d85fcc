import numpy as np
import torch
from torch import nn


def soft_f1(prob, gold):
    tp = np.sum(prob * gold)
    return 1 - 2 * tp / (np.sum(prob) + np.sum(gold) + 1e-8)


class F1Loss(nn.Module):
    def forward(self, logits, gold):
        prob = torch.sigmoid(logits)
        return 1 - 2 * (prob * gold).sum() / (prob.sum() + gold.sum() + 1e-8)


clf = nn.Linear(6, 1)
sgd = torch.optim.SGD(clf.parameters(), 0.5)
f1 = F1Loss()
x, gold = torch.randn(10, 6), (torch.rand(10, 1) > 0.5).float()
loss = f1(clf(x), gold)
sgd.zero_grad()
loss.backward()
sgd.step()
