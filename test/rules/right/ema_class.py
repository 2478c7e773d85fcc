import torch
from torch import nn

class EMA:
    def __init__(self, model, decay=0.999):
        self.model, self.decay = model, decay
        self.shadow, self.backup = {}, {}
        for n, p in model.named_parameters():
            if p.requires_grad:
                self.shadow[n] = p.data.clone()
    def update(self):
        for n, p in self.model.named_parameters():
            if p.requires_grad:
                self.shadow[n] = (1 - self.decay) * p.data + self.decay * self.shadow[n]
    def apply_shadow(self):
        for n, p in self.model.named_parameters():
            if p.requires_grad:
                self.backup[n] = p.data
                p.data = self.shadow[n]
    def restore(self):
        for n, p in self.model.named_parameters():
            if p.requires_grad:
                p.data = self.backup[n]
        self.backup = {}

net = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 1))
ema = EMA(net)
opt = torch.optim.Adam(net.parameters())
for epoch in range(2):
    for _ in range(2):
        x, y = torch.randn(4, 3), torch.randn(4, 1)
        loss = nn.functional.mse_loss(net(x), y)
        opt.zero_grad(); loss.backward(); opt.step()
        ema.update()
    ema.apply_shadow()
    with torch.no_grad():
        net(torch.randn(2, 3))
    ema.restore()
