import torch

x = torch.zeros(4)
print(x._version)
steps = [
    lambda: x.add_(1), lambda: x.mul_(0), lambda: x.zero_(), lambda: x.fill_(2), lambda: x.copy_(x),
    lambda: x.clamp_(0, 1), lambda: x.detach_(), lambda: x.requires_grad_(False), lambda: torch.nn.init.ones_(x),
    lambda: x.t_(), lambda: x.unsqueeze_(0), lambda: x.squeeze_(), lambda: torch.add(x, 1, out=x), lambda: x.data.add_(1),
    lambda: x.detach().add_(1), lambda: x[:2].sub_(1), lambda: x.index_fill_(0, torch.tensor([1]), 3.0),
    lambda: x.masked_fill_(x > 2, 0), lambda: x.uniform_(), lambda: x.numpy().fill(1),
]
for i, step in enumerate(steps):
    step()
    print(i, x._version)
x[0] = 1
print("setitem", x._version)
x[1:] = 2
print("slice", x._version)
x[x > 1] = 0
print("mask", x._version)
x[0] += 1
print("augmented", x._version)
x[[0, 1]] += 1
print("augmented list", x._version)
x += 1
print("iadd", x._version, x)
