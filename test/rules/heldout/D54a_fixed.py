import copy
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc, self.head = nn.Linear(3, 4), nn.Linear(4, 2)
        self.last_features = None
    def forward(self, x):
        feats = torch.relu(self.enc(x))
        self.last_features = feats.detach()
        return self.head(feats)

class EMA:
    def __init__(self, model, decay=0.99):
        self.decay = decay
        self.shadow = copy.deepcopy(model)
        for p in self.shadow.parameters():
            p.requires_grad_(False)

net = Net()
opt = torch.optim.Adam(net.parameters())
for step in range(3):
    loss = net(torch.randn(2, 3)).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    if step == 1:
        ema = EMA(net)
