import torch
torch.manual_seed(0)
x = torch.linspace(-1, 1, 50)
y = 3 * x ** 2 + 0.5
coef = torch.randn(3, requires_grad=True)
lr = 0.05
for it in range(5):
    pred = coef[0] + coef[1] * x + coef[2] * x ** 2
    loss = ((pred - y) ** 2).mean()
    loss.backward()
    coef = (coef - lr * coef.grad).detach().requires_grad_()
print(coef)
