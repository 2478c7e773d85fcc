import torch
import torch.nn as nn
import torch.nn.functional as F


class LeNetLike(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(2, 4, 3, padding=1)
        self.fc1 = nn.Linear(4 * 3 * 3, 8)
        self.fc2 = nn.Linear(8, 3)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = F.relu(self.conv2(x))
        x = torch.flatten(x, 1)
        return self.fc2(F.relu(self.fc1(x)))


torch.manual_seed(0)
net = LeNetLike()
x = torch.randn(2, 1, 8, 8)
out = net(x)
print(out.shape, out.grad_fn)
loss = F.cross_entropy(out, torch.tensor([1, 2]))
net.zero_grad()
loss.backward()
print(f"{loss.item():.4f}")
for name, p in net.named_parameters():
    print(f"{name:15} {str(tuple(p.shape)):15} {p.grad.norm():.4f}")
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-3)
for _ in range(3):
    optimizer.zero_grad()
    loss = F.cross_entropy(net(x), torch.tensor([1, 2]))
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.4f}")
net(torch.randn(1, 3, 8, 8))
