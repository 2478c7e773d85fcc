import torch
from torch import nn
import torch.nn.functional as F
class Seg(nn.Module):
    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(3, 2, 1)
    def forward(self, x):
        return self.c(x)
def dice_loss(logits, target):
    pred = torch.argmax(logits, dim=1)  # expect: grad-no-graph
    inter = (pred * target).sum()
    return 1 - 2.0 * inter / (pred.sum() + target.sum() + 1)
net = Seg()
optim = torch.optim.Adam(net.parameters())
for i in range(2):
    loss = dice_loss(net(torch.randn(1, 3, 4, 4)), torch.ones(1, 4, 4))
    optim.zero_grad()
    loss.backward()  # raises: element 0 of tensors does not require
    optim.step()
