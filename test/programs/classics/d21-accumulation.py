import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
net = nn.Linear(2, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
data = TensorDataset(torch.arange(16.0).view(8, 2) / 10, torch.arange(8.0).view(8, 1) / 10)
accumulate = 2
opt.zero_grad()
for i, (x, y) in enumerate(DataLoader(data, batch_size=2, shuffle=False)):
    loss = nn.functional.mse_loss(net(x), y) / accumulate
    loss.backward()
    print(i, f"{loss.item():.5f}", net.weight.grad)
    if (i + 1) % accumulate == 0:
        opt.step()
        opt.zero_grad()
print(net.weight)
