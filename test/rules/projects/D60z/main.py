import torch
from torch.nn import functional as F

from lm import CharLM, LMConfig
from surgery import extend

model = extend(CharLM(LMConfig()), extra=2)
opt = torch.optim.AdamW(model.parameters(), lr=1e-2)
for _ in range(2):
    tokens = torch.randint(0, 13, (3, 8))
    logits = model(tokens[:, :-1])
    opt.zero_grad()
    F.cross_entropy(logits.flatten(0, 1), tokens[:, 1:].flatten()).backward()
    opt.step()
