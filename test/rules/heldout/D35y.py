import torch
from torch import nn, Tensor


class Quantizer(nn.Module):
    def __init__(self, bits: int = 4):
        super().__init__()
        self.levels = 2**bits - 1

    def forward(self, x: Tensor) -> Tensor:
        q = torch.round(x * self.levels) / self.levels  # expect: grad-zero
        return q


class QatNet(nn.Module):
    def __init__(self, cfg: dict):
        super().__init__()
        self.first = nn.Linear(cfg["in"], cfg["hid"])
        self.quant = Quantizer(cfg.get("bits", 4))
        self.last = nn.Linear(cfg["hid"], cfg["out"])

    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.quant(torch.sigmoid(self.first(x))))


model = QatNet({"in": 3, "hid": 5, "out": 2})
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(2):
    loss = nn.functional.cross_entropy(model(torch.randn(4, 3)), torch.tensor([0, 1, 1, 0]))
    opt.zero_grad(); loss.backward(); opt.step()
