import torch
from torch import nn

class EnergyModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.e = nn.Sequential(nn.Linear(3, 8), nn.Softplus(), nn.Linear(8, 1))
    def forward(self, pos):
        energy = self.e(pos).sum()
        force = -torch.autograd.grad(energy, pos, create_graph=self.training)[0]
        return energy, force

def evaluate(model, loader):
    model.eval()
    err = 0.
    with torch.enable_grad():
        for pos, f in loader:
            pos.requires_grad_()
            _, pred = model(pos)
            err += (pred - f).abs().mean().item()
    return err

model = EnergyModel()
opt = torch.optim.Adam(model.parameters())
data = [(torch.randn(4, 3), torch.randn(4, 3))]
for pos, f in data:
    e, p = model(pos.requires_grad_())
    loss = (p - f).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
print(evaluate(model, [(torch.randn(4, 3), torch.randn(4, 3))]))
