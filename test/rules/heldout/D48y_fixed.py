import torch
from torch import nn
from functools import lru_cache


class Retriever(nn.Module):
    def __init__(self, vocab=9, d=4):
        super().__init__()
        self.doc = nn.EmbeddingBag(vocab, d)
        self.query = nn.EmbeddingBag(vocab, d)

    @torch.no_grad()
    def index(self, docs):
        return nn.functional.normalize(self.doc(docs), dim=-1)

    def forward(self, q, bank):
        return self.query(q) @ bank.t()


model = Retriever()
docs = torch.randint(0, 9, (5, 3))
bank = model.index(docs)
opt = torch.optim.Adam(model.query.parameters())
for _ in range(2):
    scores = model(torch.randint(0, 9, (2, 3)), bank)
    loss = nn.functional.cross_entropy(scores, torch.tensor([0, 4]))
    opt.zero_grad()
    loss.backward()
    opt.step()
