import torch
from torch import nn

torch.manual_seed(0)
rnn = nn.GRU(2, 3, batch_first=True)
opt = torch.optim.SGD(rnn.parameters(), lr=0.1)
h = None
for step in range(3):
    x = torch.randn(1, 4, 2)
    out, h = rnn(x, h)
    opt.zero_grad()
    loss = out.pow(2).mean()
    loss.backward()
    opt.step()
    print(step, f"{loss.item():.4f}")
