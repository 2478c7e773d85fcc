import torch
from torch import nn
class MoCo(nn.Module):
    def __init__(self, d=4, K=8, m=0.9, T=0.1):
        super().__init__()
        self.K, self.m, self.T = K, m, T
        self.q, self.k = nn.Linear(5, d), nn.Linear(5, d)
        for a, b in zip(self.q.parameters(), self.k.parameters()):
            b.data.copy_(a.data)
            b.requires_grad = False
        self.register_buffer("queue", nn.functional.normalize(torch.randn(d, K), dim=0))
        self.register_buffer("ptr", torch.zeros(1, dtype=torch.long))
    @torch.no_grad()
    def _momentum(self):
        for a, b in zip(self.q.parameters(), self.k.parameters()):
            b.data = b.data * self.m + a.data * (1 - self.m)
    @torch.no_grad()
    def _enqueue(self, keys):
        p = int(self.ptr)
        self.queue[:, p:p + len(keys)] = keys.T
        self.ptr[0] = (p + len(keys)) % self.K
    def forward(self, a, b):
        q = nn.functional.normalize(self.q(a), dim=1)
        with torch.no_grad():
            self._momentum()
            k = nn.functional.normalize(self.k(b), dim=1)
        pos = torch.einsum("nc,nc->n", [q, k]).unsqueeze(-1)
        neg = torch.einsum("nc,ck->nk", [q, self.queue.clone().detach()])
        logits = torch.cat([pos, neg], 1)
        logits /= self.T
        self._enqueue(k)
        return logits, torch.zeros(len(logits), dtype=torch.long)
m = MoCo(); opt = torch.optim.SGD(m.q.parameters(), 0.1)
for _ in range(3):
    out, t = m(torch.randn(4, 5), torch.randn(4, 5))
    loss = nn.functional.cross_entropy(out, t)
    opt.zero_grad(); loss.backward(); opt.step()
