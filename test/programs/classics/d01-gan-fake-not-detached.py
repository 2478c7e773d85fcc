import torch
from torch import nn

torch.manual_seed(1)
G, D = nn.Linear(2, 2), nn.Linear(2, 1)
opt_d, opt_g = torch.optim.SGD(D.parameters(), 0.1), torch.optim.SGD(G.parameters(), 0.1)
bce = nn.BCEWithLogitsLoss()
fake = G(torch.randn(3, 2))
loss_d = bce(D(fake), torch.zeros(3, 1)) + bce(D(torch.randn(3, 2)), torch.ones(3, 1))
loss_d.backward()
opt_d.step()
print("G got a gradient from D's loss:", G.weight.grad is not None)
loss_g = bce(D(fake), torch.ones(3, 1))
opt_g.zero_grad()
loss_g.backward()
print(G.weight.grad)
fake = torch.tanh(G(torch.randn(3, 2)))
bce(D(fake), torch.zeros(3, 1)).backward()
bce(D(fake), torch.ones(3, 1)).backward()
