import torch
from torch import nn

class SpectralConv(nn.Module):
    def __init__(self, c, modes):
        super().__init__()
        self.re = nn.Parameter(torch.randn(c, c, modes) / c)
        self.im = nn.Parameter(torch.randn(c, c, modes) / c)
        self.modes = modes
    def forward(self, x):
        f = torch.fft.rfft(x)[..., :self.modes]
        y = torch.einsum("bim,iom->bom", f, torch.complex(self.re, self.im))
        return torch.fft.irfft(y, n=x.size(-1))

layer = SpectralConv(3, 4)
opt = torch.optim.Adam(layer.parameters())
layer(torch.randn(2, 3, 12)).pow(2).mean().backward()
opt.step()
