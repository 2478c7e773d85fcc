import torch
from torch import nn

class TGN(nn.Module):
    """temporal graph network: node memory is updated with every batch of events"""
    def __init__(self, nodes, d):
        super().__init__()
        self.updater = nn.GRUCell(2 * d, d)
        self.score = nn.Bilinear(d, d, 1)
        self.memory = torch.zeros(nodes, d)
    def forward(self, src, dst):
        m = self.memory.clone()
        m[src] = self.updater(torch.cat([self.memory[src], self.memory[dst]], -1), self.memory[src])
        self.memory = m.detach()
        return self.score(m[src], m[dst]).squeeze(-1)

model = TGN(7, 3)
optimizer = torch.optim.Adam(model.parameters())
for batch in range(3):
    src, dst = torch.tensor([0, 2, 4]), torch.tensor([1, 3, 5])
    loss = nn.functional.binary_cross_entropy_with_logits(model(src, dst), torch.ones(3))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
