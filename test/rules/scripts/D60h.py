import torch
from torch import nn
enc, dec = nn.Embedding(5, 3), nn.Linear(3, 5, bias=False)
dec.weight.data = enc.weight.data  # expect: module-untied
params = list(enc.parameters()) + list(dec.parameters())
opt = torch.optim.Adam(params)
for _ in range(2):
    loss = dec(enc(torch.tensor([1]))).sum()
    opt.zero_grad(); loss.backward(); opt.step()
