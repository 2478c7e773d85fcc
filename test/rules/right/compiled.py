import torch
from torch import nn

class Rms(nn.Module):
    def __init__(self, d, eps=1e-6):
        super().__init__()
        self.eps, self.weight = eps, nn.Parameter(torch.ones(d))
    def _norm(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)
    def forward(self, x):
        return self._norm(x.float()).type_as(x) * self.weight

class Swiglu(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.w1, self.w2, self.w3 = nn.Linear(d, h, bias=False), nn.Linear(h, d, bias=False), nn.Linear(d, h, bias=False)
    def forward(self, x):
        return self.w2(nn.functional.silu(self.w1(x)) * self.w3(x))

model = nn.Sequential(nn.Linear(4, 8), Rms(8), Swiglu(8, 16), nn.Linear(8, 2))
compiled = torch.compile(model, backend="eager")
opt = torch.optim.AdamW(model.parameters(), fused=False)
for _ in range(2):
    loss = nn.functional.cross_entropy(compiled(torch.randn(3, 4)), torch.tensor([0, 1, 1]))
    opt.zero_grad(); loss.backward(); opt.step()
state = {k.removeprefix("_orig_mod."): v for k, v in compiled.state_dict().items()}
model.load_state_dict(state)
