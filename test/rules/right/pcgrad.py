import torch
from torch import nn

trunk, a, b = nn.Linear(4, 6), nn.Linear(6, 1), nn.Linear(6, 2)
shared = list(trunk.parameters())
opt = torch.optim.Adam([*shared, *a.parameters(), *b.parameters()])
for _ in range(2):
    h = torch.relu(trunk(torch.randn(5, 4)))
    losses = [a(h).pow(2).mean(), nn.functional.cross_entropy(b(h), torch.randint(0, 2, (5,)))]
    opt.zero_grad()
    grads = []
    for i, l in enumerate(losses):
        grads.append(torch.autograd.grad(l, shared, retain_graph=True))
        l.backward(retain_graph=i == 0)
    flat = [torch.cat([g.flatten() for g in gs]) for gs in grads]
    dot = flat[0] @ flat[1]
    if dot < 0:
        flat[0] = flat[0] - dot / flat[1].pow(2).sum() * flat[1]
    out = (flat[0] + flat[1]).split([p.numel() for p in shared])
    for p, g in zip(shared, out):
        p.grad = g.view_as(p).clone()
    opt.step()
