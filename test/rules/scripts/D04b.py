import torch
from torch import nn
emb = nn.Embedding(20, 8)
clf = nn.Linear(8, 2)
vectors = emb(torch.arange(20)).tanh()  # expect: graph-freed
opt = torch.optim.SGD([*emb.parameters(), *clf.parameters()], lr=0.5)
for word, label in [(1, 0), (2, 1), (3, 0)]:
    logits = clf(vectors[word]).unsqueeze(0)
    loss = nn.functional.cross_entropy(logits, torch.tensor([label]))
    opt.zero_grad()
    loss.backward()  # raises: Trying to backward through the graph a
    opt.step()
