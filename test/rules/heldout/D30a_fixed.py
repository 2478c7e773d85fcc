import torch
from torch import nn

class ForceField(nn.Module):
    def __init__(self):
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(3, 16), nn.SiLU(), nn.Linear(16, 1))
    def forward(self, pos):
        pos.requires_grad_(True)
        energy = self.mlp(pos).sum()
        forces = -torch.autograd.grad(energy, pos, create_graph=True)[0]
        return energy, forces

ff = ForceField()
optimizer = torch.optim.Adam(ff.parameters(), lr=1e-3)
for _ in range(2):
    e, f = ff(torch.randn(5, 3))
    loss = (e - 1.) ** 2 + 100 * (f - torch.zeros(5, 3)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
