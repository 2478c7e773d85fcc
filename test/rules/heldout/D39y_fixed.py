import torch
import torch.nn as nn

def mifgsm(model, x, y, eps=0.1, alpha=0.02, iters=3, mu=1.0):
    adv = x.clone()
    m = torch.zeros_like(x)
    for _ in range(iters):
        adv = adv.detach().requires_grad_()
        loss = nn.functional.cross_entropy(model(adv), y)
        g = torch.autograd.grad(loss, adv)[0]
        m = mu * m + g / g.abs().mean()
        adv = adv + alpha * m.sign()
        adv = torch.max(torch.min(adv, x + eps), x - eps)
    return adv

net = nn.Sequential(nn.Flatten(), nn.Linear(12, 3))
x_adv = mifgsm(net, torch.rand(2, 3, 2, 2), torch.tensor([0, 2]))
