import torch
from torch import nn

class FastLinear(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.randn(2, 3))
    def forward(self, x, w=None):
        return x @ (self.w if w is None else w).t()

def inner_loop(model, x, y, steps=2, lr=0.1):
    fast = model.w.clone().detach().requires_grad_(True)  # expect: optimizer-no-gradient
    for _ in range(steps):
        loss = (model(x, fast) - y).pow(2).mean()
        g, = torch.autograd.grad(loss, fast, create_graph=True)
        fast = fast - lr * g
    return fast

model = FastLinear()
meta = torch.optim.SGD(model.parameters(), 1e-2)
for it in range(2):
    meta.zero_grad()
    w = inner_loop(model, torch.randn(4, 3), torch.randn(4, 2))
    (model(torch.randn(4, 3), w) - 1).pow(2).mean().backward()
    meta.step()
