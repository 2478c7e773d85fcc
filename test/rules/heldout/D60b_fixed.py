import torch
from torch import nn

class Seq2Seq(nn.Module):
    def __init__(self, vocab=7, d=3):
        super().__init__()
        self.emb = nn.Embedding(vocab, d)
        self.out = nn.Linear(d, vocab, bias=False)
        self.tie()
    def tie(self):
        self.out.weight = self.emb.weight
    def forward(self, x):
        return self.out(self.emb(x))

def resize_vocab(model, extra):
    old = model.emb.weight.data
    model.emb.weight = nn.Parameter(torch.cat([old, torch.zeros(extra, old.size(1))]))
    model.tie()

model = Seq2Seq()
resize_vocab(model, 2)
opt = torch.optim.Adam(model.parameters())
loss = model(torch.tensor([1, 2, 3])).logsumexp(-1).mean()
loss.backward()
opt.step()
