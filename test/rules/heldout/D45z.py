"""U-shaped segmenter: the deepest skip projection was forgotten in forward."""
import torch
from torch import nn


def double(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.ReLU(), nn.Conv2d(o, o, 3, padding=1), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, base=2):
        super().__init__()
        self.enc1, self.enc2 = double(1, base), double(base, 2 * base)
        self.pool = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(2 * base, base, 2, stride=2)
        self.skip = nn.Conv2d(base, base, 1)  # expect: module-unused
        self.dec = double(2 * base, base)
        self.out = nn.Conv2d(base, 1, 1)

    def forward(self, scan):
        fine = self.enc1(scan)
        coarse = self.enc2(self.pool(fine))
        merged = torch.cat([self.up(coarse), fine], dim=1)
        return self.out(self.dec(merged))


unet = UNet()
opt = torch.optim.AdamW(unet.parameters(), lr=1e-3)
for scan, mask in [(torch.rand(1, 1, 8, 8), torch.ones(1, 1, 8, 8))] * 2:
    opt.zero_grad()
    nn.functional.binary_cross_entropy_with_logits(unet(scan), mask).backward()
    opt.step()
