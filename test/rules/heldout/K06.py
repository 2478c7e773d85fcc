import torch
from torch import nn
class LM(nn.Module):
    def __init__(self):
        super().__init__()
        self.e, self.r, self.o = nn.Embedding(9, 4), nn.GRU(4, 5), nn.Linear(5, 9)
    def forward(self, x, h):
        y, h = self.r(self.e(x), h)
        return self.o(y), h
def repackage(h):
    return h.detach() if isinstance(h, torch.Tensor) else tuple(repackage(v) for v in h)
m = LM(); h = torch.zeros(1, 2, 5); total = 0.
opt = torch.optim.SGD(m.parameters(), 1.)
for i in range(3):
    x = torch.randint(0, 9, (6, 2))
    h = repackage(h)
    m.zero_grad()
    out, h = m(x[:-1], h)
    loss = nn.functional.cross_entropy(out.view(-1, 9), x[1:].view(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(m.parameters(), 0.25)
    for p in m.parameters():
        p.data.add_(p.grad, alpha=-1.)
    total += loss.item()
