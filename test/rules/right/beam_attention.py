import torch
from torch import nn

class Decoder(nn.Module):
    def __init__(self, v=7, d=6):
        super().__init__()
        self.emb, self.cell, self.q, self.out = nn.Embedding(v, d), nn.LSTMCell(2 * d, d), nn.Linear(d, d), nn.Linear(2 * d, v)
    def step(self, y, h, c, ctx, mem, mask):
        h, c = self.cell(torch.cat([self.emb(y), ctx], -1), (h, c))
        e = torch.bmm(mem, self.q(h).unsqueeze(-1)).squeeze(-1)
        if mask is not None:
            e.data.masked_fill_(mask, -float("inf"))
        ctx = torch.bmm(e.softmax(-1).unsqueeze(1), mem).squeeze(1)
        return self.out(torch.cat([h, ctx], -1)), h, c, ctx
    def forward(self, ys, mem, mask=None, teacher=0.5):
        b = ys.shape[0]
        h = c = ctx = mem.new_zeros(b, 6)
        outs = []
        y = ys[:, 0]
        for t in range(1, ys.shape[1]):
            o, h, c, ctx = self.step(y, h, c, ctx, mem, mask)
            outs.append(o)
            y = ys[:, t] if torch.rand(1).item() < teacher else o.argmax(-1)
        return torch.stack(outs, 1)

dec, enc = Decoder(), nn.Linear(3, 6)
opt = torch.optim.Adam([*dec.parameters(), *enc.parameters()])
for _ in range(2):
    ys, x = torch.randint(0, 7, (2, 5)), torch.randn(2, 4, 3)
    mask = torch.zeros(2, 4, dtype=torch.bool)
    mask[1, 3] = True
    lo = dec(ys, enc(x), mask)
    loss = nn.functional.cross_entropy(lo.flatten(0, 1), ys[:, 1:].flatten())
    opt.zero_grad(); loss.backward(); opt.step()
