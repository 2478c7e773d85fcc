import torch
from torch import nn
torch.manual_seed(1)
net = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
w0 = net[0].weight.detach().clone()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
def train(loader):
    for x, y in loader:
        out = net(x)
        loss = nn.functional.binary_cross_entropy_with_logits(out, y)
        net.zero_grad()
        loss.backward()
        optimizer.step()
for epoch in range(2):
    train([(torch.randn(3, 2), torch.ones(3, 1))] * 2)
    scheduler.step()
