import torch
import torch.nn as nn

class GP(nn.Module):
    def __init__(self, X):
        super().__init__()
        self.X = X
        self.log_ls = nn.Parameter(torch.zeros(()))
        self.log_noise = nn.Parameter(torch.tensor(-2.0))
        d2 = (X[:, None] - X[None]).pow(2).sum(-1)
        self.K = torch.exp(-0.5 * d2 / self.log_ls.exp() ** 2)  # expect: graph-freed
    def nll(self, y):
        K = self.K + self.log_noise.exp() * torch.eye(len(y))
        L = torch.linalg.cholesky(K)
        a = torch.cholesky_solve(y[:, None], L)
        return 0.5 * (y[:, None] * a).sum() + L.diagonal().log().sum()

X = torch.rand(6, 1)
y = torch.sin(6 * X[:, 0])
gp = GP(X)
opt = torch.optim.LBFGS(gp.parameters(), max_iter=3)
def closure():
    opt.zero_grad()
    loss = gp.nll(y)
    loss.backward()  # raises: backward through the graph a second time
    return loss
opt.step(closure)
