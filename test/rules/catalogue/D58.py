"""D58: a target that was meant to be constant is trained, too (a hint only: residual-gradient methods do it on purpose)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def td_bad():
    q = nn.Linear(3, 2)
    opt = torch.optim.Adam(q.parameters())
    for _ in range(2):
        s, s2, r = torch.randn(4, 3), torch.randn(4, 3), torch.randn(4)
        target = r + 0.9 * q(s2).max(1)[0]
        loss = F.mse_loss(q(s)[:, 0], target)  # expect: grad-target
        opt.zero_grad()
        loss.backward()
        opt.step()


def td_ok():
    q = nn.Linear(3, 2)
    opt = torch.optim.Adam(q.parameters())
    for _ in range(2):
        s, s2, r = torch.randn(4, 3), torch.randn(4, 3), torch.randn(4)
        with torch.no_grad():
            target = r + 0.9 * q(s2).max(1)[0]
        loss = F.mse_loss(q(s)[:, 0], target)
        opt.zero_grad()
        loss.backward()
        opt.step()
