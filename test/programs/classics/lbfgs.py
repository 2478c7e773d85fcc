import torch

x = torch.tensor([-1.5, 2.0], requires_grad=True)
opt = torch.optim.LBFGS([x], lr=0.5, max_iter=4)


def rosen(v):
    return (1 - v[0]) ** 2 + 10 * (v[1] - v[0] ** 2) ** 2


def closure():
    opt.zero_grad()
    loss = rosen(x)
    loss.backward()
    return loss


for i in range(3):
    loss = opt.step(closure)
    print(i, f"{loss.item():.3f}")
print(f"{rosen(x).item():.3f}")
