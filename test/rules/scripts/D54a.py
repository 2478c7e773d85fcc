import copy, torch, torch.nn as nn
class Hooked(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.acts = {}
    def forward(self, x):
        h = self.fc(x)
        self.acts["fc"] = h
        return h
net = Hooked()
net(torch.randn(1, 2)).sum().backward()
ema = copy.deepcopy(net)  # expect: detached-deepcopy  # raises: Only Tensors created explicitly by the
