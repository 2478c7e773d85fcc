import torch
from torch import nn


class Word2Vec(nn.Module):
    def __init__(self, vocab=12, d=4):
        super().__init__()
        self.inp = nn.Embedding(vocab, d, max_norm=1.0)
        self.out = nn.Embedding(vocab, d)

    def forward(self, centre, context, noise):
        v = self.inp(centre)
        spread = self.inp.weight.pow(2).sum()
        pos = (v * self.out(context)).sum(-1)
        neg = (v.unsqueeze(1) * self.out(noise)).sum(-1)
        loss = -nn.functional.logsigmoid(pos).mean() - nn.functional.logsigmoid(-neg).mean()
        return loss + 1e-4 * spread


torch.manual_seed(0)
w2v = Word2Vec()
opt = torch.optim.SparseAdam([]) if False else torch.optim.Adagrad(w2v.parameters(), 0.1)
for _ in range(2):
    centre, context = torch.randint(0, 12, (2, 6))
    loss = w2v(centre, context, torch.randint(0, 12, (6, 3)))
    opt.zero_grad()
    loss.backward()
    opt.step()
