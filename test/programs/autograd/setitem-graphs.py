import torch


def trial(name, write):
    w = torch.tensor([10.0, 20.0, 30.0], requires_grad=True)
    x = torch.zeros(3, 3) + 0
    write(x, w)
    print(name, x.grad_fn.name(), x._version, [type(f).__name__ for f, _ in x.grad_fn.next_functions])
    (x * torch.arange(9.0).view(3, 3)).sum().backward()
    print("   ", w.grad, x.detach().sum())


def f1(x, w): x[0] = w
def f2(x, w): x[:, 1] = w
def f3(x, w): x[1, 2] = w[0]
def f4(x, w): x[1:] = w
def f5(x, w): x[...] = w
def f6(x, w): x[:] = w
def f7(x, w): x[torch.tensor([0, 2])] = w
def f8(x, w): x[x == 0] = w[1]
def f9(x, w): x[[0, 1], [1, 2]] = w[:2]
def f10(x, w): x[0] += w
def f11(x, w): x[:, [0, 1]] = w[2]


for i, f in enumerate([f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11], 1):
    trial(f"f{i}", f)
