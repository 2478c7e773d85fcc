import torch, torch.nn as nn
class Transfer(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(3, 4), nn.ReLU())
        self.fc = nn.Linear(4, 2)
        for child in self.backbone.children():
            child.requires_grad = False  # expect: module-frozen
    def forward(self, x):
        return self.fc(self.backbone(x))
net = Transfer()
net(torch.randn(2, 3)).sum().backward()
