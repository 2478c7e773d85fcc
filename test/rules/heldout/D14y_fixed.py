import torch
from torch import nn, Tensor


class HyperNet(nn.Module):
    def __init__(self, ctx: int, d: int):
        super().__init__()
        self.d = d
        self.gen = nn.Sequential(nn.Linear(ctx, 16), nn.Tanh(), nn.Linear(16, d * d + d))

    def forward(self, c: Tensor) -> tuple[Tensor, Tensor]:
        flat = self.gen(c)
        return flat[: self.d * self.d].view(self.d, self.d), flat[self.d * self.d :]


class Conditional(nn.Module):
    def __init__(self, ctx: int = 3, d: int = 4):
        super().__init__()
        self.hyper = HyperNet(ctx, d)
        self.layer = nn.Linear(d, d)  # expect: module-unused
        self.out = nn.Linear(d, 1)

    def forward(self, x: Tensor, c: Tensor) -> Tensor:
        w, b = self.hyper(c)
        return self.out(torch.tanh(nn.functional.linear(x, w, b)))


model = Conditional()
opt = torch.optim.Adam(model.parameters(), lr=1e-2)
for _ in range(2):
    x, c, y = torch.randn(6, 4), torch.randn(3), torch.randn(6, 1)
    loss = nn.functional.smooth_l1_loss(model(x, c), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
