import torch
from torch import nn

def ifgsm(model, x, y, eps=0.1, alpha=0.02, iters=3):
    adv = x.clone().requires_grad_(True)
    for _ in range(iters):
        loss = nn.functional.cross_entropy(model(adv), y)
        model.zero_grad()
        loss.backward()
        adv = adv + alpha * adv.grad.sign()
        adv = torch.max(torch.min(adv, x + eps), x - eps).detach().requires_grad_(True)
    return adv

clf = nn.Sequential(nn.Flatten(), nn.Linear(9, 4))
ifgsm(clf, torch.rand(2, 1, 3, 3), torch.tensor([0, 3]))
