import copy, torch
from torch import nn

class RNNPolicy(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell, self.out = nn.GRUCell(2, 3), nn.Linear(3, 2)
        self.hidden = None
    def forward(self, x):
        if self.hidden is None:
            self.hidden = torch.zeros(len(x), 3)
        self.hidden = self.cell(x, self.hidden)
        return self.out(self.hidden)

policy = RNNPolicy()
opt = torch.optim.Adam(policy.parameters())
loss = sum(policy(torch.randn(2, 2)).pow(2).mean() for _ in range(3))
opt.zero_grad(); loss.backward(); opt.step()
policy.hidden = None
behaviour = copy.deepcopy(policy)
