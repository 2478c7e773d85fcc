import torch
from torch import nn


class Language(nn.Module):
    def __init__(self, vocab, dim):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim)
        self.out = nn.Linear(dim, vocab, bias=False)
        self.out.weight = self.embed.weight

    def forward(self, ids):
        return self.out(self.embed(ids))


torch.manual_seed(0)
lm = Language(5, 3)
print(lm)
ids = torch.tensor([[0, 1, 2]])
logits = lm(ids)
print(logits.shape, logits.grad_fn)
loss = nn.functional.cross_entropy(logits.view(-1, 5), torch.tensor([1, 2, 3]))
loss.backward()
print(loss)
print(lm.embed.weight.grad)
print(lm.embed.weight is lm.out.weight, sum(p.numel() for p in lm.parameters()))
