import torch
from torch import nn

class SpectralConv(nn.Module):
    def __init__(self, c, modes):
        super().__init__()
        self.re = nn.Parameter(torch.randn(c, c, modes) / c)
        self.im = nn.Parameter(torch.randn(c, c, modes) / c)
        self.weight = nn.Parameter(torch.complex(self.re, self.im))  # expect: detached-parameter
        self.modes = modes
    def forward(self, x):
        f = torch.fft.rfft(x)[..., :self.modes]
        y = torch.einsum("bim,iom->bom", f, self.weight)
        return torch.fft.irfft(y, n=x.size(-1))

layer = SpectralConv(3, 4)
opt = torch.optim.Adam(layer.parameters())
layer(torch.randn(2, 3, 12)).pow(2).mean().backward()
opt.step()
