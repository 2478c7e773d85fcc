import torch
from torch import nn

class UNetTiny(nn.Module):
    def __init__(self, c=4, deep_supervision=False):
        super().__init__()
        self.down = nn.Conv2d(1, c, 3, padding=1)
        self.up = nn.Conv2d(c, c, 3, padding=1)
        self.head = nn.Conv2d(c, 1, 1)
        self.aux_head = nn.Conv2d(c, 1, 1)
        self.ds = deep_supervision
    def forward(self, x):
        d = torch.relu(self.down(x))
        u = torch.relu(self.up(d))
        aux = self.aux_head(d)
        return self.head(u) + 0.1 * aux

model = UNetTiny()
opt = torch.optim.Adam(model.parameters())
for _ in range(2):
    x = torch.rand(1, 1, 6, 6)
    loss = nn.functional.mse_loss(model(x), x)
    opt.zero_grad(); loss.backward(); opt.step()
