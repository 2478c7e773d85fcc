import torch
from torch import nn
import torch.nn.functional as F

class MoCo(nn.Module):
    def __init__(self, dim=4, K=16, m=0.99, T=0.07):
        super().__init__()
        self.K, self.m, self.T = K, m, T
        self.q, self.k = nn.Linear(6, dim), nn.Linear(6, dim)
        for a, b in zip(self.q.parameters(), self.k.parameters()):
            b.data.copy_(a.data)
            b.requires_grad = False
        self.register_buffer("queue", F.normalize(torch.randn(dim, K), dim=0))
        self.register_buffer("ptr", torch.zeros(1, dtype=torch.long))
    @torch.no_grad()
    def _momentum(self):
        for a, b in zip(self.q.parameters(), self.k.parameters()):
            b.data = b.data * self.m + a.data * (1.0 - self.m)
    @torch.no_grad()
    def _enqueue(self, keys):
        p = int(self.ptr)
        self.queue[:, p:p + keys.shape[0]] = keys.T
        self.ptr[0] = (p + keys.shape[0]) % self.K
    def forward(self, a, b):
        q = F.normalize(self.q(a), dim=1)
        with torch.no_grad():
            self._momentum()
            k = F.normalize(self.k(b), dim=1)
        pos = torch.einsum("nc,nc->n", [q, k]).unsqueeze(-1)
        neg = torch.einsum("nc,ck->nk", [q, self.queue.clone().detach()])
        logits = torch.cat([pos, neg], 1)
        logits /= self.T
        self._enqueue(k)
        return logits, torch.zeros(logits.shape[0], dtype=torch.long)

moco = MoCo()
opt = torch.optim.SGD(moco.parameters(), 0.03, momentum=0.9)
for _ in range(3):
    logits, y = moco(torch.randn(4, 6), torch.randn(4, 6))
    loss = F.cross_entropy(logits, y)
    opt.zero_grad(); loss.backward(); opt.step()
