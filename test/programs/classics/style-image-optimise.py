import torch
import torch.nn.functional as F
from torch import nn


def gram(x):
    b, c, h, w = x.size()
    f = x.view(b * c, h * w)
    return torch.mm(f, f.t()) / (b * c * h * w)


class ContentLoss(nn.Module):
    def __init__(self, target):
        super().__init__()
        self.target = target.detach()

    def forward(self, x):
        self.loss = F.mse_loss(x, self.target)
        return x


torch.manual_seed(0)
conv = nn.Conv2d(1, 2, 2).requires_grad_(False)
content = torch.rand(1, 1, 4, 4)
image = content.clone().requires_grad_(True)
loss_layer = ContentLoss(conv(content))
style = gram(conv(torch.rand(1, 1, 4, 4))).detach()
opt = torch.optim.Adam([image], lr=0.05)
for i in range(3):
    with torch.no_grad():
        image.clamp_(0, 1)
    opt.zero_grad()
    y = loss_layer(conv(image))
    total = F.mse_loss(gram(y), style) * 100 + loss_layer.loss
    total.backward()
    opt.step()
    print(i, f"{total.item():.5f}", image._version)
print(image.shape, conv.weight.grad)
