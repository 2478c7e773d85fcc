import torch, torch.nn as nn
class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.v = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    def forward(self, s):
        return self.v(s)
critic, target = Critic(), Critic()
opt = torch.optim.Adam(critic.parameters())
for _ in range(2):
    s, s2, r, done = torch.randn(16, 4), torch.randn(16, 4), torch.rand(16), torch.zeros(16)
    with torch.no_grad():
        y = r + 0.99 * (1 - done) * target(s2).squeeze(1)
    loss = (critic(s) - y).pow(2).mean()  # expect: shape-loss
    opt.zero_grad(); loss.backward(); opt.step()
