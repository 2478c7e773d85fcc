import numpy as np, torch
from torch import nn
net = nn.Linear(3, 3)
opt = torch.optim.Adam(net.parameters())
for _ in range(2):
    out = net(torch.randn(4, 3))
    w = np.exp(out.detach().numpy())  # expect: optimizer-no-gradient
    w = w / w.sum(1, keepdims=True)
    loss = -torch.log(torch.tensor(w)[:, 0]).mean() + sum(p.sum() * 0 for p in [torch.zeros(1, requires_grad=True)])
    opt.zero_grad(); loss.backward(); opt.step()
