import torch, torch.nn as nn

class KalmanFilter(nn.Module):
    """x_{t+1} = A x_t + K (y_t - C x_t)"""
    def __init__(self, n=3, m=2):
        super().__init__()
        self.A = nn.Parameter(torch.eye(n) * 0.9)
        self.C = nn.Parameter(torch.randn(m, n))
        self.K = nn.Parameter(torch.randn(n, m) * 0.1)
    def forward(self, ys):
        T = ys.shape[0]
        xs = [torch.zeros(3)]
        for t in range(T):
            innov = ys[t] - self.C @ xs[t]
            xs.append(self.A @ xs[t] + self.K @ innov)
        return torch.stack(xs[1:])

kf = KalmanFilter()
opt = torch.optim.Adam(kf.parameters(), 1e-2)
obs = torch.randn(6, 2)
for epoch in range(2):
    est = kf(obs)
    nll = (obs - est @ kf.C.t()).pow(2).sum()
    opt.zero_grad()
    nll.backward()
    opt.step()
