import copy
import torch
from torch import nn

torch.manual_seed(0)
q = nn.Linear(2, 2)
alias, target = q, copy.deepcopy(q)
target.load_state_dict(q.state_dict())
target.requires_grad_(False)
opt = torch.optim.SGD(q.parameters(), lr=0.1)
s, a, r, s2 = torch.randn(4, 2), torch.tensor([0, 1, 1, 0]), torch.randn(4), torch.randn(4, 2)
for step in range(4):
    with torch.no_grad():
        goal = r + 0.9 * target(s2).max(1)[0]
    chosen = q(s).gather(1, a.unsqueeze(1)).squeeze(1)
    loss = nn.functional.smooth_l1_loss(chosen, goal)
    opt.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(q.parameters(), 0.5)
    opt.step()
    for tp, p in zip(target.parameters(), q.parameters()):
        tp.data.mul_(0.9).add_(0.1 * p.data)
    if step % 2:
        target.load_state_dict(q.state_dict())
    print(step, f"{loss.item():.4f}", torch.equal(target.weight, q.weight), alias is q)
