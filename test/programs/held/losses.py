import torch
import torch.nn as nn
import torch.nn.functional as F
class FocalLoss(nn.Module):
    def __init__(self, alpha=None, gamma=2.0, reduction="mean"):
        super().__init__()
        self.register_buffer("alpha", torch.as_tensor(alpha) if alpha is not None else None)
        self.gamma, self.reduction = gamma, reduction
    def forward(self, logits, target):
        logp = F.log_softmax(logits, dim=-1)
        logpt = logp.gather(1, target.view(-1, 1)).squeeze(1)
        loss = -((1 - logpt.exp()) ** self.gamma) * logpt
        if self.alpha is not None:
            loss = self.alpha[target] * loss
        return getattr(loss, self.reduction)() if self.reduction != "none" else loss
class DiceLoss(nn.Module):
    def __init__(self, eps=1e-6): super().__init__(); self.eps = eps
    def forward(self, p, t):
        p = p.sigmoid().flatten(1); t = t.flatten(1)
        inter = (p * t).sum(1)
        return 1 - ((2 * inter + self.eps) / (p.sum(1) + t.sum(1) + self.eps)).mean()
def contrastive(z1, z2, tau=0.5):
    z = F.normalize(torch.cat([z1, z2]), dim=1)
    sim = z @ z.T / tau
    n = z1.size(0)
    sim = sim.masked_fill(torch.eye(2 * n, dtype=torch.bool), -1e9)
    tgt = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    return F.cross_entropy(sim, tgt)
x = torch.tensor([[2.0, -1.0, 0.5], [0.1, 0.2, 0.3]], requires_grad=True)
t = torch.tensor([0, 2])
for red in ("mean", "sum", "none"):
    l = FocalLoss(alpha=[0.5, 1.0, 2.0], reduction=red)(x, t)
    print(red, l)
FocalLoss()(x, t).backward()
print(x.grad)
d = DiceLoss()(x, torch.tensor([[1., 0, 0], [0, 0, 1]]))
print(d, d.grad_fn)
z1, z2 = torch.tensor([[1., 2.], [3., -1.]], requires_grad=True), torch.tensor([[1., 1.], [2., 0.]])
c = contrastive(z1, z2)
c.backward()
print(c.item(), z1.grad)
print(F.triplet_margin_loss(z1, z2, z2.flip(0)), F.smooth_l1_loss(z1, z2), F.huber_loss(z1, z2, delta=0.5))
print(nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0, 1.0]))(z1, (z2 > 1).float()))
print(F.kl_div(F.log_softmax(z1, 1), F.softmax(z2, 1), reduction="batchmean"))
print(F.cosine_embedding_loss(z1, z2, torch.tensor([1, -1])), F.nll_loss(F.log_softmax(x, 1), t))
try:
    F.cross_entropy(x, torch.tensor([0, 3]))
except IndexError as e:
    print(e)
try:
    F.cross_entropy(x, torch.tensor([0, 1, 2]))
except ValueError as e:
    print(e)
try:
    F.binary_cross_entropy(x, torch.rand(2, 3))
except RuntimeError as e:
    print(e)
try:
    F.nll_loss(x, torch.tensor([0., 1.]))
except RuntimeError as e:
    print(e)
try:
    F.mse_loss(x, torch.zeros(2, 3), reduction="avg")
except ValueError as e:
    print(e)
print(F.mse_loss(x[:, :1], torch.zeros(2)))
