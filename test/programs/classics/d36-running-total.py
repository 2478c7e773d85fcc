import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(2, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
total, history, running = 0, [], 0.0
for i in range(3):
    loss = net(torch.ones(1, 2)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    total += loss
    running += loss.item()
    history.append(loss)
print(total, running)
print(history)
print(sum(history) / len(history), [round(v.item(), 3) for v in history])
total.backward()
