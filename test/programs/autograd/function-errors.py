import torch
from torch.autograd import Function

x = torch.ones(3, requires_grad=True)


def make(forward, backward):
    return type("Made", (Function,), {"forward": staticmethod(forward), "backward": staticmethod(backward)})


tries = {
    "too few": make(lambda ctx, a, b: a * 2, lambda ctx, g: g),
    "trailing none": make(lambda ctx, a, b: a * 2, lambda ctx, g: (g, None, None)),
    "too many": make(lambda ctx, a, b: a * 2, lambda ctx, g: (g, None, g)),
    "shape": make(lambda ctx, a, b: a * 2, lambda ctx, g: (torch.ones(5), None)),
    "type": make(lambda ctx, a, b: a * 2, lambda ctx, g: (1.0, None)),
    "none": make(lambda ctx, a, b: a * 2, lambda ctx, g: (None, None)),
    "save type": make(lambda ctx, a, b: ctx.save_for_backward(a, 2.0), lambda ctx, g: (g, None)),
    "sum": make(lambda ctx, a, b: a * 2, lambda ctx, g: (torch.ones(2, 3), None)),
}
for name, cls in tries.items():
    x.grad = None
    try:
        y = cls.apply(x, 5)
        y.sum().backward()
        print(name, x.grad)
    except Exception as error:
        print(name, type(error).__name__, error)


class NoBackward(Function):
    @staticmethod
    def forward(ctx, a):
        return a * 2


NoBackward.apply(x).sum().backward()
