import torch, torch.nn as nn
class GPT(nn.Module):
    def __init__(self, vocab=11, d=4):
        super().__init__()
        self.wte = nn.Embedding(vocab, d)
        self.lm_head = nn.Linear(d, vocab, bias=False)
        self.tie()
    def tie(self):
        self.lm_head.weight = nn.Parameter(self.wte.weight)  # expect: module-untied
    def forward(self, idx):
        return self.lm_head(self.wte(idx))
net = GPT()
opt = torch.optim.AdamW(net.parameters())
for _ in range(2):
    loss = nn.functional.cross_entropy(net(torch.tensor([1, 2])), torch.tensor([2, 3]))
    opt.zero_grad(); loss.backward(); opt.step()
