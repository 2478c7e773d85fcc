import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 5))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model[2] = nn.Linear(3, 2)
before = model[2].weight.clone()
for step in range(2):
    optimizer.zero_grad()
    loss = model(torch.ones(1, 2)).pow(2).sum()
    loss.backward()
    optimizer.step()
    print(step, f"{loss.item():.6f}")
print(torch.equal(before, model[2].weight))
print(model[2].weight.grad)
