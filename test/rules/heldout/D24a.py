import torch
from torch import nn

class FocalLoss(nn.Module):
    def __init__(self, gamma=2., reduction="none"):
        super().__init__()
        self.gamma, self.reduction = gamma, reduction
    def forward(self, logits, y):
        ce = nn.functional.cross_entropy(logits, y, reduction="none")
        pt = torch.exp(-ce)
        loss = (1 - pt) ** self.gamma * ce
        if self.reduction == "mean":
            return loss.mean()
        return loss

net = nn.Linear(6, 3)
criterion = FocalLoss()
opt = torch.optim.SGD(net.parameters(), 0.1)
for _ in range(2):
    opt.zero_grad()
    loss = criterion(net(torch.randn(5, 6)), torch.randint(0, 3, (5,)))
    loss.backward() # raises: grad can be implicitly created only for scalar outputs  # expect: grad-nonscalar
    opt.step()
