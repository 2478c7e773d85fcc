import torch
from torch import nn

class GPT(nn.Module):
    def __init__(self, v=9, d=4):
        super().__init__()
        self.wte = nn.Embedding(v, d)
        self.block = nn.Linear(d, d)
        self.lm_head = nn.Linear(d, v, bias=False)
        self.lm_head.weight = self.wte.weight
    def forward(self, ids):
        return self.lm_head(torch.relu(self.block(self.wte(ids))))

gpt = GPT()
opt = torch.optim.SGD(gpt.parameters(), 0.1)
ids = torch.randint(0, 9, (2, 5))
nn.functional.cross_entropy(gpt(ids).flatten(0, 1), ids.flatten()).backward()
opt.step()
