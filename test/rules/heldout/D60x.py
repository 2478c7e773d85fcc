import torch
from torch import nn

class MaskedLM(nn.Module):
    def __init__(self, v=8, d=4):
        super().__init__()
        self.encoder = nn.ModuleDict({"emb": nn.Embedding(v, d), "ff": nn.Linear(d, d)})
        self.decoder = nn.Linear(d, v)
        self.tie_weights()
    def tie_weights(self):
        self.decoder.weight = torch.nn.Parameter(self.encoder["emb"].weight)  # expect: module-untied
    def forward(self, x):
        return self.decoder(self.encoder["ff"](self.encoder["emb"](x)).tanh())

lm = MaskedLM()
opt = torch.optim.AdamW(lm.parameters(), 1e-3)
for _ in range(2):
    x = torch.randint(0, 8, (2, 5))
    opt.zero_grad()
    nn.functional.cross_entropy(lm(x).flatten(0, 1), x.flatten()).backward()
    opt.step()
