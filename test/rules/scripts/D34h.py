import torch
from torch import nn
from torch.distributions import Normal
class Bayes(nn.Module):
    def __init__(self):
        super().__init__()
        self.mu = nn.Parameter(torch.zeros(2, 3))
        self.rho = nn.Parameter(torch.zeros(2, 3))
    def forward(self, x):
        w = Normal(self.mu, self.rho.exp()).sample((1,))[0]  # expect: optimizer-no-gradient
        return x @ w.t()
net = Bayes(); head = nn.Linear(2, 1)
opt = torch.optim.Adam([*net.parameters(), *head.parameters()])
for _ in range(2):
    opt.zero_grad(); head(net(torch.randn(4, 3))).pow(2).mean().backward(); opt.step()
