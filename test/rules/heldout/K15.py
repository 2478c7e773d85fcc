import torch
from torch import nn
class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell, self.out = nn.LSTMCell(3, 5), nn.Linear(5, 3)
    def forward(self, x, T):
        h = c = torch.zeros(len(x), 5)
        outs = torch.zeros(T, len(x), 3)
        for t in range(T):
            h, c = self.cell(x, (h, c))
            x = self.out(h)
            outs[t] = x
        return outs
d = Decoder(); opt = torch.optim.Adam(d.parameters())
for _ in range(2):
    y = d(torch.randn(2, 3), 4)
    opt.zero_grad(); y.pow(2).mean().backward(); opt.step()
