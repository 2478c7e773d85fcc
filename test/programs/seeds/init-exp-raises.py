import torch
import torch.nn as nn


class Scale(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(2))
        self.scale = self.log_scale.exp()

    def forward(self, x):
        return x * self.scale


torch.manual_seed(1)
model = Scale()
optimizer = torch.optim.AdamW(model.parameters(), lr=0.05)
data = torch.randn(4, 2)
for epoch in range(4):
    optimizer.zero_grad()
    out = model(data)
    loss = (out - 1).square().mean()
    try:
        loss.backward()
    except RuntimeError as e:
        print("epoch", epoch, "failed:", type(e).__name__)
        print(e)
        break
    optimizer.step()
    print("epoch", epoch, loss.item(), model.log_scale.data, model.scale)
