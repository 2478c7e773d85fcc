import torch
x = torch.tensor([0.0, 1.0, 2.0], requires_grad=True)
safe = torch.where(x == 0, torch.zeros_like(x), 1 / x)  # expect: grad-nan
safe.sum().backward()
print(x.grad)
