import torch
from torch import nn
model = nn.Linear(5, 3)
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
crit = nn.CrossEntropyLoss()
for step in range(3):
    x, y = torch.randn(6, 5), torch.randint(0, 3, (6,))
    with torch.no_grad():
        out = model(x)  # expect: optimizer-no-gradient
    loss = crit(out, y)
    loss.requires_grad = True  # expect: grad-glued
    opt.zero_grad()
    loss.backward()
    opt.step()
