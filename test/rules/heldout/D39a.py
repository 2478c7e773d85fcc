import torch
from torch import nn

class PGD:
    def __init__(self, model, eps=0.3, alpha=0.1, steps=3):
        self.model, self.eps, self.alpha, self.steps = model, eps, alpha, steps
    def perturb(self, x, y):
        adv = x.clone()
        for _ in range(self.steps):
            adv.requires_grad = True # raises: you can only change requires_grad flags of leaf variables  # expect: grad-flag
            loss = nn.functional.cross_entropy(self.model(adv), y)
            g = torch.autograd.grad(loss, adv)[0]
            adv = adv + self.alpha * g.sign()
            adv = x + (adv - x).clamp(-self.eps, self.eps)
        return adv

attack = PGD(nn.Linear(5, 3))
attack.perturb(torch.rand(2, 5), torch.tensor([0, 1]))
