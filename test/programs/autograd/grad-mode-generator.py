import torch

x = torch.ones(1, requires_grad=True)


@torch.no_grad()
def numbers():
    for i in range(2):
        yield (x * i).requires_grad, torch.is_grad_enabled()


for item in numbers():
    print(item, torch.is_grad_enabled())
guard = torch.no_grad()
with guard:
    print(torch.is_grad_enabled())
print(torch.is_grad_enabled(), torch.is_inference_mode_enabled())
f = torch.no_grad()(lambda t: t + 1)
print(f(x))
