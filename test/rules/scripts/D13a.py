import torch
from torch import nn
import torch.nn.functional as F
class Kernel(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_l = nn.Parameter(torch.tensor(0.0))
        x = torch.linspace(0, 1, 5)
        d = (x[:, None] - x[None]) ** 2
        self.K = torch.exp(-d / self.log_l.exp())  # expect: graph-freed
    def forward(self, y):
        return y @ self.K @ y
gp = Kernel()
opt = torch.optim.LBFGS(gp.parameters(), max_iter=3)
y = torch.randn(5)
def closure():
    opt.zero_grad()
    loss = gp(y)
    loss.backward()  # raises: Trying to backward through the graph a
    return loss
opt.step(closure)
