import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(7)
net = nn.Sequential(nn.Flatten(), nn.Linear(4, 3))
x = torch.tensor([[[0.1, 0.2], [0.3, 0.4]]])
y = torch.tensor([1])
def fgsm(model, x, y, eps):
    x = x.clone().detach().requires_grad_(True)
    F.cross_entropy(model(x), y).backward()
    return (x + eps * x.grad.sign()).clamp(0, 1).detach()
def pgd(model, x, y, eps=0.1, alpha=0.05, iters=3):
    ori = x.data
    for i in range(iters):
        x.requires_grad = True
        out = model(x)
        model.zero_grad()
        loss = F.cross_entropy(out, y)
        loss.backward()
        adv = x + alpha * x.grad.sign()
        eta = torch.clamp(adv - ori, min=-eps, max=eps)
        x = torch.clamp(ori + eta, min=0, max=1).detach_()
    return x
print(fgsm(net, x, y, 0.1))
print(pgd(net, x.clone(), y))
delta = torch.zeros_like(x, requires_grad=True)
opt = torch.optim.SGD([delta], lr=0.1)
for _ in range(2):
    loss = -F.cross_entropy(net(x + delta), y)
    opt.zero_grad(); loss.backward(); opt.step()
    delta.data.clamp_(-0.05, 0.05)
print(delta)
img = x.clone()
for i in range(2):
    try:
        img.requires_grad = True
        F.cross_entropy(net(img), y).backward()
        img = img + 0.1 * img.grad.sign()
    except (RuntimeError, TypeError) as e:
        print(i, e)
        break
noise = torch.rand(1, 2, 2)
noise.requires_grad = True
sal = torch.autograd.grad(net(noise)[0, 1], noise)[0].abs().amax(dim=(1, 2))
print(sal)
J = torch.autograd.functional.jacobian(net, x)
print(J.shape, J[0, :, 0].sum())
from torch.func import grad, vmap, jacrev
g = grad(lambda a: (a ** 3).sum())
print(g(torch.tensor([1., 2.])), vmap(grad(lambda a: a.sin()))(torch.tensor([0., 1.])))
print(jacrev(lambda a: a * a)(torch.tensor([1., 2.])))
