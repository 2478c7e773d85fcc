import torch
from torch import nn

class StylePatch(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.noise = torch.rand(1, 3, size, size) - 0.5
        self.mask = torch.ones(1, 1, size, size)
    def make(self, img):
        adv = img * (1 - self.mask) + self.noise * self.mask
        return adv

cnn = nn.Conv2d(3, 1, 3)
patch = StylePatch(5)
img = torch.rand(1, 3, 5, 5, requires_grad=True)
for i in range(2):
    adv = patch.make(img)
    adv.requires_grad = False # raises: you can only change requires_grad flags of leaf variables  # expect: grad-flag
    cnn(adv).mean().backward()
