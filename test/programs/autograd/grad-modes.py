import torch

x = torch.ones(2, requires_grad=True)


@torch.no_grad()
def frozen(t):
    return t * 2


@torch.enable_grad()
def live(t):
    return t * 2


print(torch.is_grad_enabled(), frozen(x).requires_grad)
with torch.no_grad():
    print(torch.is_grad_enabled(), (x * 2).requires_grad, live(x).requires_grad)
    with torch.enable_grad():
        print((x * 2).grad_fn.name())
    p = torch.nn.Parameter(torch.zeros(1))
    z = torch.zeros(1, requires_grad=True)
    print(p.requires_grad, z.requires_grad, (p + z).requires_grad)
with torch.set_grad_enabled(False):
    print((x + 1).requires_grad)
torch.set_grad_enabled(False)
print((x + 1).requires_grad)
torch.set_grad_enabled(True)
try:
    with torch.no_grad():
        raise ValueError("inside")
except ValueError as error:
    print(error, torch.is_grad_enabled())
with torch.no_grad():
    y = (x * 2).sum()
y.backward()
