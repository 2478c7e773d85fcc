import math, torch
from torch import nn

class LoRALinear(nn.Module):
    def __init__(self, base: nn.Linear, r=2, alpha=4, dropout=0.0):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad_(False)
        self.A = nn.Parameter(torch.empty(r, base.in_features))
        self.B = nn.Parameter(torch.zeros(base.out_features, r))
        nn.init.kaiming_uniform_(self.A, a=math.sqrt(5))
        self.scale, self.drop, self.merged = alpha / r, nn.Dropout(dropout), False
    @torch.no_grad()
    def merge(self):
        if not self.merged:
            self.base.weight += self.scale * self.B @ self.A
            self.merged = True
    @torch.no_grad()
    def unmerge(self):
        if self.merged:
            self.base.weight -= self.scale * self.B @ self.A
            self.merged = False
    def forward(self, x):
        if self.merged:
            return self.base(x)
        return self.base(x) + self.drop(x) @ self.A.T @ self.B.T * self.scale

def inject(model, r=2):
    for name, child in model.named_children():
        if isinstance(child, nn.Linear):
            setattr(model, name, LoRALinear(child, r))
        else:
            inject(child, r)
    return model

net = inject(nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Sequential(nn.Linear(8, 8), nn.ReLU()), nn.Linear(8, 2)))
opt = torch.optim.AdamW((p for p in net.parameters() if p.requires_grad), 1e-3)
for _ in range(3):
    loss = nn.functional.cross_entropy(net(torch.randn(6, 4)), torch.randint(0, 2, (6,)))
    opt.zero_grad(); loss.backward(); opt.step()
net.eval()
for m in net.modules():
    if isinstance(m, LoRALinear):
        m.merge()
with torch.no_grad():
    print(net(torch.randn(1, 4)).shape)
