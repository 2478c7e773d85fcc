import torch

x = torch.arange(12.0).view(3, 4).requires_grad_()
t = torch.tensor([0, 2])
m = torch.tensor([True, False, True])


def chain(y):
    names, fn = [], y.grad_fn
    while fn is not None and type(fn).__name__ != "AccumulateGrad":
        names.append(type(fn).__name__)
        fn = fn.next_functions[0][0] if fn.next_functions else None
    return " <- ".join(names)


cases = {
    "x[0]": x[0], "x[-1]": x[-1], "x[0,1]": x[0, 1], "x[0][1]": x[0][1], "x[:]": x[:], "x[:,:]": x[:, :], "x[...]": x[...],
    "x[None]": x[None], "x[:,None]": x[:, None], "x[0:2]": x[0:2], "x[::2]": x[::2], "x[1:,1:]": x[1:, 1:], "x[:,1]": x[:, 1],
    "x[0:2,1]": x[0:2, 1], "x[t]": x[t], "x[[0,1]]": x[[0, 1]], "x[m]": x[m], "x[:,t]": x[:, t], "x[t,:]": x[t, :],
    "x[0,t]": x[0, t], "x[t,0]": x[t, 0], "x[0:2,t]": x[0:2, t], "x[x>5]": x[x > 5], "x[...,0]": x[..., 0], "x[True]": x[True],
    "x[t,t]": x[t, t], "x[t,None]": x[t, None], "x[1,...,2]": x[1, ..., 2],
}
for name, y in cases.items():
    print(name, tuple(y.shape), chain(y), y._is_view())
for row in x:
    print(row.grad_fn.name(), row._is_view())
