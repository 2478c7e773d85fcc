import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.25)
calls = []


def closure():
    opt.zero_grad()
    loss = (w ** 2).sum()
    loss.backward()
    calls.append(round(loss.item(), 4))
    return loss


for _ in range(3):
    loss = opt.step(closure)
    print(loss)
print(calls, w)
for group in opt.param_groups:
    group["lr"] *= 0.1
print(opt.step(closure), w)
