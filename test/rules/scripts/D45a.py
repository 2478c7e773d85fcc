import torch, torch.nn as nn
class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv1d(1, 2, 3, padding=1)
        self.mid = nn.Conv1d(2, 2, 3, padding=1)
        self.attention = nn.Conv1d(2, 2, 1)  # expect: module-unused
        self.up = nn.Conv1d(2, 1, 3, padding=1)
    def forward(self, x):
        return self.up(torch.relu(self.mid(torch.relu(self.down(x)))))
net = UNet()
opt = torch.optim.Adam(net.parameters())
opt.zero_grad(); net(torch.randn(2, 1, 8)).mean().backward(); opt.step()
