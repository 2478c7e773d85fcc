import torch
from torch import nn
class RBF(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_l = nn.Parameter(torch.tensor(0.0))
        self.log_s = nn.Parameter(torch.tensor(0.0))
    def forward(self, a, b):
        d2 = torch.cdist(a, b).pow(2)
        return self.log_s.exp() ** 2 * torch.exp(-0.5 * d2 / self.log_l.exp() ** 2)
class GP(nn.Module):
    def __init__(self, kernel, noise=0.1):
        super().__init__()
        self.kernel = kernel
        self.log_noise = nn.Parameter(torch.tensor(noise).log())
    def nll(self, x, y):
        K = self.kernel(x, x) + self.log_noise.exp() ** 2 * torch.eye(len(x), dtype=x.dtype)
        L = torch.linalg.cholesky(K)
        alpha = torch.cholesky_solve(y.unsqueeze(1), L)
        return 0.5 * (y @ alpha.squeeze(1)) + L.diagonal().log().sum() + 0.5 * len(x) * torch.log(torch.tensor(2 * torch.pi))
x = torch.tensor([[0.], [0.7], [1.5], [2.2]], dtype=torch.float64)
y = torch.sin(x).squeeze(1)
gp = GP(RBF()).double()
opt = torch.optim.Adam(gp.parameters(), lr=0.1)
for i in range(4):
    opt.zero_grad()
    nll = gp.nll(x, y)
    nll.backward()
    opt.step()
    print(f"{nll.item():.5f}", {n: round(p.item(), 4) for n, p in gp.named_parameters()})
A = torch.tensor([[2., 1.], [1., 3.]], dtype=torch.float64, requires_grad=True)
print(torch.linalg.inv(A), torch.det(A), torch.linalg.solve(A, torch.ones(2, dtype=torch.float64)))
torch.logdet(A).backward()
print(A.grad)
w, v = torch.linalg.eigh(A)
print(w, torch.trace(A), torch.linalg.norm(A), torch.linalg.matrix_rank(A))
try:
    torch.linalg.cholesky(-A)
except RuntimeError as e:
    print(type(e).__name__, e)
try:
    torch.linalg.inv(torch.zeros(2, 2))
except RuntimeError as e:
    print(e)
q, r = torch.linalg.qr(A.detach())
print((q @ r - A).abs().max() < 1e-10, torch.einsum("ij,jk->ik", A, A)[0], torch.outer(w, w).shape)
