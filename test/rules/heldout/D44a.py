import torch
from torch import nn

class TransformerStack(nn.Module):
    def __init__(self, layer, n):
        super().__init__()
        self.layers = nn.Sequential(*[layer] * n)  # expect: module-repeated
    def forward(self, x):
        return self.layers(x)

enc = TransformerStack(nn.TransformerEncoderLayer(4, 2, 8, dropout=0., batch_first=True), 3)
opt = torch.optim.Adam(enc.parameters())
enc(torch.randn(2, 3, 4)).sum().backward()
opt.step()
