import torch, torch.nn as nn
class Transformer(nn.Module):
    def __init__(self, d=4, n=3):
        super().__init__()
        layer = nn.TransformerEncoderLayer(d, 2, 8, batch_first=True)
        self.layers = nn.ModuleList([layer for _ in range(n)])  # expect: module-repeated
    def forward(self, x):
        for l in self.layers:
            x = l(x)
        return x
Transformer()(torch.randn(1, 3, 4)).sum().backward()
