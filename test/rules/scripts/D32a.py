import torch, torch.nn as nn
class LitModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(1, 1)
    def residual(self, t):
        t = t.clone().requires_grad_(True)
        u = self.net(t)
        return torch.autograd.grad(u.sum(), t)[0]  # raises: element 0 of tensors does not require
    def validation_step(self, batch):
        return self.residual(batch).mean()
m = LitModel()
m.eval()
with torch.no_grad():  # expect: grad-no-graph
    m.validation_step(torch.rand(4, 1))
