import torch
from torch import nn, autograd

class Deq(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.lin, self.u = nn.Linear(d, d), nn.Linear(3, d)
    def f(self, z, x):
        return torch.tanh(0.3 * self.lin(z) + self.u(x))
    def forward(self, x):
        with torch.no_grad():
            z = torch.zeros(x.shape[0], 4)
            for _ in range(10):
                z = self.f(z, x)
        z = self.f(z, x)
        z0 = z.clone().detach().requires_grad_()
        f0 = self.f(z0, x)
        def backward_hook(grad):
            g = grad
            for _ in range(5):
                g = autograd.grad(f0, z0, g, retain_graph=True)[0] + grad
            return g
        if z.requires_grad:
            z.register_hook(backward_hook)
        return z

deq, out = Deq(), nn.Linear(4, 2)
opt = torch.optim.Adam([*deq.parameters(), *out.parameters()])
for _ in range(2):
    loss = nn.functional.cross_entropy(out(deq(torch.randn(5, 3))), torch.randint(0, 2, (5,)))
    opt.zero_grad(); loss.backward(); opt.step()
