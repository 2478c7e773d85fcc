import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
model = nn.Linear(4, 3)
image, label = torch.rand(1, 4), torch.tensor([1])
image.requires_grad = True
loss = F.cross_entropy(model(image), label)
model.zero_grad()
loss.backward()
adv = (image + 0.1 * image.grad.sign()).clamp(0, 1)
print(adv)
print(f"{loss.item():.4f} -> {F.cross_entropy(model(adv), label).item():.4f}")
x = image.detach().clone()
for _ in range(3):
    x.requires_grad_()
    g, = torch.autograd.grad(F.cross_entropy(model(x), label), x)
    x = (x + 0.05 * g.sign()).detach()
    x = torch.min(torch.max(x, image.detach() - 0.1), image.detach() + 0.1)
print(x, x.requires_grad)
img = torch.rand(1, 4)
for step in range(2):
    img.requires_grad = True
    F.cross_entropy(model(img), label).backward()
    img = img + 0.1 * img.grad.sign()
    print(step, img)
    img.requires_grad = False
