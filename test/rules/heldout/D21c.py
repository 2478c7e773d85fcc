import torch
from torch import nn
accum_steps = 4
model = nn.Linear(3, 1)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
loader = [(torch.randn(2, 3), torch.randn(2, 1)) for _ in range(8)]
for i, (x, y) in enumerate(loader):
    optimizer.zero_grad()  # expect: optimizer-order
    loss = (model(x) - y).pow(2).mean() / accum_steps
    loss.backward()
    if (i + 1) % accum_steps == 0:
        optimizer.step()
