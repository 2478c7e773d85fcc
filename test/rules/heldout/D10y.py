import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class DiceLoss(nn.Module):
    def __init__(self, eps=1e-6):
        super().__init__()
        self.eps = eps

    def forward(self, logits, target):
        pred = logits.argmax(1)  # expect: optimizer-no-gradient
        hit = (pred * target).sum()
        dice = (2 * hit + self.eps) / (pred.sum() + target.sum() + self.eps)
        loss = 1 - dice
        loss.requires_grad = True  # otherwise: element 0 of tensors does not require grad  # expect: grad-glued
        return loss


net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 2, 1))
loader = DataLoader(TensorDataset(torch.randn(4, 3, 6, 6), torch.randint(0, 2, (4, 6, 6))), batch_size=2)
crit = DiceLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
for images, masks in loader:
    optimizer.zero_grad()
    loss = crit(net(images), masks)
    loss.backward()
    optimizer.step()
