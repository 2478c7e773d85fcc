import torch
from torch import nn
def conv_block(c, act):
    return nn.Sequential(act(inplace=True), nn.Conv1d(c, c, 3, padding=1))
class PreAct(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.body = conv_block(c, nn.ReLU)
    def forward(self, x):
        return x + self.body(x)  # expect: inplace-skip
net = nn.Sequential(nn.Conv1d(1, 4, 1), PreAct(4))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
opt.zero_grad(); net(torch.randn(2, 1, 8)).pow(2).mean().backward(); opt.step()
