# %% [markdown]
# Quick exploration: can a frozen-ish text tower be matched with a trainable head?

# %%
import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(3)
vocab, width = 20, 6
tower = nn.EmbeddingBag(vocab, width)
mixer = nn.Linear(width, width)
ids = torch.randint(0, vocab, (8, 4))
labels = torch.randint(0, 3, (8,))

# %%
encode = lambda: F.normalize(mixer(tower(ids)).tanh(), dim=-1)
head = nn.Linear(width, 3)
params = [*tower.parameters(), *mixer.parameters(), *head.parameters()]
optim = torch.optim.Adagrad(params, lr=0.1)

# %%
curve = []
for sweep in range(6):
    docs = encode()
    logits = head(docs)
    ce = F.cross_entropy(logits, labels)
    optim.zero_grad()
    ce.backward()
    optim.step()
    curve.append(ce.item())
curve
