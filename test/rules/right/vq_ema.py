import torch
from torch import nn
import torch.nn.functional as F

class Quantize(nn.Module):
    def __init__(self, dim=4, n=6, decay=0.99, eps=1e-5):
        super().__init__()
        self.dim, self.n, self.decay, self.eps = dim, n, decay, eps
        embed = torch.randn(dim, n)
        self.register_buffer("embed", embed)
        self.register_buffer("cluster_size", torch.zeros(n))
        self.register_buffer("embed_avg", embed.clone())
    def forward(self, x):
        flat = x.reshape(-1, self.dim)
        dist = flat.pow(2).sum(1, keepdim=True) - 2 * flat @ self.embed + self.embed.pow(2).sum(0, keepdim=True)
        _, ind = (-dist).max(1)
        onehot = F.one_hot(ind, self.n).type(flat.dtype)
        ind = ind.view(*x.shape[:-1])
        quant = F.embedding(ind, self.embed.transpose(0, 1))
        if self.training:
            counts, sums = onehot.sum(0), flat.transpose(0, 1) @ onehot
            self.cluster_size.data.mul_(self.decay).add_(counts, alpha=1 - self.decay)
            self.embed_avg.data.mul_(self.decay).add_(sums, alpha=1 - self.decay)
            n = self.cluster_size.sum()
            size = (self.cluster_size + self.eps) / (n + self.n * self.eps) * n
            self.embed.data.copy_(self.embed_avg / size.unsqueeze(0))
        diff = (quant.detach() - x).pow(2).mean()
        return x + (quant - x).detach(), diff, ind

enc, q, dec = nn.Linear(5, 4), Quantize(), nn.Linear(4, 5)
opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
for _ in range(3):
    x = torch.randn(6, 5)
    z, diff, _ = q(enc(x))
    loss = F.mse_loss(dec(z), x) + 0.25 * diff
    opt.zero_grad(); loss.backward(); opt.step()
