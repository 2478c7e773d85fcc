import torch
from torch import nn
torch.manual_seed(0)
img = torch.rand(1, 3, 4, 4).requires_grad_()
style = torch.rand(1, 3, 4, 4)
cnn = nn.Conv2d(3, 4, 3).requires_grad_(False)
gram = lambda f: f.flatten(2) @ f.flatten(2).transpose(1, 2)
target = gram(cnn(style)).detach()
opt = torch.optim.LBFGS([img], max_iter=3)
run = [0]
for _ in range(2):
    def closure():
        with torch.no_grad():
            img.clamp_(0, 1)
        opt.zero_grad()
        loss = nn.functional.mse_loss(gram(cnn(img)), target)
        loss.backward()
        run[0] += 1
        return loss
    opt.step(closure)
