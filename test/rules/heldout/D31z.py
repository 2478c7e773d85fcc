"""Forces of a small molecule from an energy model: minus the gradient with respect to positions."""
import torch
from torch import nn


class Energy(nn.Module):
    def __init__(self, species=4, dim=5):
        super().__init__()
        self.kind = nn.Embedding(species, dim)
        self.pair = nn.Sequential(nn.Linear(2 * dim + 1, 8), nn.SiLU(), nn.Linear(8, 1))

    def forward(self, positions, kinds):
        pos = positions.double().to(torch.float32)
        i, j = torch.triu_indices(len(kinds), len(kinds), offset=1)
        distance = (pos[i] - pos[j]).norm(dim=-1, keepdim=True)
        e = self.kind(kinds)
        return self.pair(torch.cat([e[i], e[j], distance], dim=-1)).sum()


def forces(model, positions, kinds):
    centred = positions - positions.mean(0)
    centred.requires_grad_(True)
    energy = model(positions.requires_grad_(True), kinds)
    (f,) = torch.autograd.grad(energy, centred) # raises: appears to not have been used in the graph  # expect: grad-unused
    return -f


water = torch.tensor([2, 0, 0])
print(forces(Energy(), torch.randn(3, 3), water).shape)
