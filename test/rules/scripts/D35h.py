import torch
from torch import nn
router, experts = nn.Linear(3, 2), nn.ModuleList([nn.Linear(3, 1) for _ in range(2)])
opt = torch.optim.Adam([*router.parameters(), *experts.parameters()])
for _ in range(2):
    x = torch.randn(6, 3)
    choice = router(x).argmax(-1)  # expect: optimizer-no-gradient
    out = torch.stack([e(x) for e in experts], 1)[torch.arange(6), choice]
    opt.zero_grad(); out.pow(2).mean().backward(); opt.step()
