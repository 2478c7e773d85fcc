import torch
from torch import nn
import torch.nn.functional as F

class Yolo(nn.Module):
    def __init__(self, nc=2, na=2):
        super().__init__()
        self.nc, self.na = nc, na
        self.conv = nn.Conv2d(3, na * (5 + nc), 1)
        with torch.no_grad():
            b = self.conv.bias.view(na, -1)
            b[:, 4] -= 4.0
        self.register_buffer("anchors", torch.tensor([[1.0, 1.0], [2.0, 2.0]]))
        self.grid = None
    def forward(self, x):
        p = self.conv(x)
        n, _, h, w = p.shape
        p = p.view(n, self.na, 5 + self.nc, h, w).permute(0, 1, 3, 4, 2).contiguous()
        if not self.training:
            if self.grid is None or self.grid.shape[0] != h:
                self.grid = torch.stack(torch.meshgrid(torch.arange(w), torch.arange(h), indexing="xy"), -1).float()
            y = p.sigmoid()
            y[..., :2] = y[..., :2] * 2 - 0.5 + self.grid
            y[..., 2:4] = (y[..., 2:4] * 2) ** 2 * self.anchors.view(1, -1, 1, 1, 2)
            return y
        return p

def compute_loss(p, t):
    tobj = torch.zeros_like(p[..., 0])
    lbox = lcls = torch.zeros(1)
    n, a, j, i = t["n"], t["a"], t["j"], t["i"]
    if len(n):
        ps = p[n, a, j, i]
        xy, wh = ps[:, :2].sigmoid() * 2 - 0.5, (ps[:, 2:4].sigmoid() * 2) ** 2
        box = torch.cat((xy, wh), 1)
        iou = 1 - (box - t["box"]).abs().mean(1)
        lbox = lbox + (1.0 - iou).mean()
        tobj[n, a, j, i] = iou.detach().clamp(0).type(tobj.dtype)
        tc = torch.full_like(ps[:, 5:], 0.05)
        tc[range(len(n)), t["cls"]] = 0.95
        lcls = lcls + F.binary_cross_entropy_with_logits(ps[:, 5:], tc)
    lobj = F.binary_cross_entropy_with_logits(p[..., 4], tobj)
    loss = lbox * 0.05 + lobj + lcls * 0.5
    return loss * p.shape[0], torch.cat((lbox, lobj.view(1), lcls, loss)).detach()

m = Yolo()
opt = torch.optim.SGD(m.parameters(), 0.01)
for k in (2, 0, 1):
    t = dict(n=torch.zeros(k, dtype=torch.long), a=torch.zeros(k, dtype=torch.long), j=torch.arange(k), i=torch.arange(k), box=torch.rand(k, 4), cls=torch.zeros(k, dtype=torch.long))
    loss, items = compute_loss(m(torch.randn(1, 3, 4, 4)), t)
    opt.zero_grad(); loss.backward(); opt.step()
m.eval()
with torch.no_grad():
    m(torch.randn(1, 3, 4, 4))
