import torch, torch.nn as nn
class BinaryMask(nn.Module):
    def __init__(self, n=4):
        super().__init__()
        self.scores = nn.Parameter(torch.randn(n))
        self.lin = nn.Linear(n, 1)
    def forward(self, x):
        mask = (torch.sigmoid(self.scores) > 0.5).float()  # expect: optimizer-no-gradient
        return self.lin(x * mask)
net = BinaryMask()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(2):
    opt.zero_grad(); net(torch.randn(3, 4)).pow(2).sum().backward(); opt.step()
