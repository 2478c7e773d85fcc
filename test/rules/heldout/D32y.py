import torch
from torch import nn


class EnergyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.ELU(), nn.Linear(8, 1))

    def force(self, r):
        r = r.detach().requires_grad_(True)
        e = self.net(r).sum()
        return -torch.autograd.grad(e, r)[0]  # raises: does not require grad


class Lit:
    """Bare-bones stand-in for a Lightning module and its loops."""

    def __init__(self):
        self.model = EnergyModel()

    def validation_step(self, batch, batch_idx):
        r, f = batch
        mae = (self.model.force(r) - f).abs().mean()
        return {"val_mae": mae}


@torch.no_grad()  # expect: grad-no-graph
def validate(lit, batches):
    lit.model.eval()
    return [lit.validation_step(b, i)["val_mae"].item() for i, b in enumerate(batches)]


print(len(validate(Lit(), [(torch.randn(3, 2), torch.randn(3, 2))])))
