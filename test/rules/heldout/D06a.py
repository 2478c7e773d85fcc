import torch
import torch.nn as nn
import torch.nn.functional as F

class FPN(nn.Module):
    def __init__(self, chans=(4, 8, 16), out=6):
        super().__init__()
        self.lateral = nn.ModuleList(nn.Sequential(nn.Conv2d(c, out, 1), nn.ReLU()) for c in chans)
        self.smooth = nn.ModuleList(nn.Conv2d(out, out, 3, padding=1) for _ in chans)
    def forward(self, feats):
        lats = [conv(f) for conv, f in zip(self.lateral, feats)]
        for i in range(len(lats) - 1, 0, -1):
            lats[i - 1] += F.interpolate(lats[i], scale_factor=2, mode="nearest")  # expect: inplace-saved
        return [s(l) for s, l in zip(self.smooth, lats)]

fpn = FPN()
feats = [torch.randn(1, c, s, s) for c, s in ((4, 8), (8, 4), (16, 2))]
outs = fpn(feats)
loss = sum(o.pow(2).mean() for o in outs)
loss.backward()  # raises: modified by an inplace operation
