import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.head = nn.Sequential(nn.Linear(4, 6), nn.ReLU()), nn.Linear(6, 3)
    def forward(self, x):
        return self.head(self.body(x))

net = Net()
net.body.requires_grad_(False)
opt = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], 1e-2)
for epoch in range(4):
    if epoch == 2:
        net.body.requires_grad_(True)
        opt.add_param_group({"params": net.body.parameters(), "lr": 1e-4})
    for _ in range(2):
        loss = nn.functional.cross_entropy(net(torch.randn(5, 4)), torch.randint(0, 3, (5,)))
        opt.zero_grad(); loss.backward(); opt.step()
