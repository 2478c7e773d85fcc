"""A bootstrap target with its graph: the network that learns also moves its own target."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def bootstrap_bad():
    q = nn.Linear(3, 2)
    opt = torch.optim.Adam(q.parameters())
    for _ in range(2):
        s, s2, r = torch.randn(4, 3), torch.randn(4, 3), torch.randn(4)
        target = r + 0.9 * q(s2).max(1)[0]
        loss = F.mse_loss(q(s)[:, 0], target)  # expect: grad-target the target contains `q\(s2\).max\(1\)`
        opt.zero_grad()
        loss.backward()
        opt.step()


def bootstrap_ok():
    q = nn.Linear(3, 2)
    opt = torch.optim.Adam(q.parameters())
    for _ in range(2):
        s, s2, r = torch.randn(4, 3), torch.randn(4, 3), torch.randn(4)
        target = r + 0.9 * q(s2).max(1)[0].detach()
        loss = F.mse_loss(q(s)[:, 0], target)
        opt.zero_grad()
        loss.backward()
        opt.step()


def two_views_ok():
    """Both sides of a symmetric loss are trained on purpose."""
    enc = nn.Linear(3, 2)
    F.mse_loss(enc(torch.randn(4, 3)), enc(torch.randn(4, 3))).backward()
