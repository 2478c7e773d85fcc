import torch
from torch import nn

class RND(nn.Module):
    def __init__(self, o=4, k=3):
        super().__init__()
        self.target, self.predictor = nn.Linear(o, k), nn.Sequential(nn.Linear(o, 8), nn.ReLU(), nn.Linear(8, k))
        for p in self.target.parameters():
            p.requires_grad = False
        self.register_buffer("mean", torch.zeros(()))
        self.register_buffer("count", torch.tensor(1e-4))
    def forward(self, s):
        return self.predictor(s), self.target(s)
    def reward(self, s):
        p, t = self(s)
        r = (t - p).pow(2).sum(1) / 2
        with torch.no_grad():
            self.count += r.numel()
            self.mean += (r.mean() - self.mean) * r.numel() / self.count
        return (r - self.mean).detach()

rnd = RND()
opt = torch.optim.Adam(rnd.predictor.parameters(), 1e-4)
for _ in range(3):
    s = torch.randn(6, 4)
    rew = rnd.reward(s)
    p, t = rnd(s)
    mask = (torch.rand(6) < 0.5).float()
    loss = ((p - t.detach()).pow(2).mean(-1) * mask).sum() / mask.sum().clamp(min=1)
    opt.zero_grad(); loss.backward(); opt.step()
