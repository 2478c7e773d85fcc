import torch
from torch import nn

features = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(inplace=False), nn.Conv2d(4, 6, 3, padding=1)).eval().requires_grad_(False)
content, style = torch.rand(1, 3, 6, 6), torch.rand(1, 3, 6, 6)

def gram(t):
    b, c, h, w = t.shape
    f = t.view(b * c, h * w)
    return f @ f.t() / (b * c * h * w)

class StyleLoss(nn.Module):
    def __init__(self, target):
        super().__init__()
        self.target = gram(target).detach()
    def forward(self, x):
        self.loss = nn.functional.mse_loss(gram(x), self.target)
        return x

with torch.no_grad():
    target_c = features(content)
style_loss = StyleLoss(features(style))
img = content.clone().requires_grad_(True)
opt = torch.optim.LBFGS([img], max_iter=2)
run = [0]
while run[0] < 4:
    def closure():
        with torch.no_grad():
            img.clamp_(0, 1)
        opt.zero_grad()
        f = style_loss(features(img))
        loss = nn.functional.mse_loss(f, target_c) + 100 * style_loss.loss
        loss.backward()
        run[0] += 1
        return loss
    opt.step(closure)
with torch.no_grad():
    img.clamp_(0, 1)
