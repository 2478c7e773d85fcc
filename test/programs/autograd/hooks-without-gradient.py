"""Nodes that no gradient reaches count as executed: their hooks are called with None, what they saved is checked and freed."""
import torch

w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)


class Nothing(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return None


class Two(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, x * 3

    @staticmethod
    def backward(ctx, a, b):
        print("backward of Two", a, b)
        return a


def show(name):
    return lambda *grads: print(name, *grads)


def part_of_unbind():
    first, second, third = w.unbind(0)
    first.register_hook(show("first"))
    third.backward()


def part_of_split():
    first, second = torch.split(w * 1, [1, 2])
    first.register_hook(show("first"))
    second.sum().backward()


def only_some_inputs():
    first, second, third = w.unbind(0)
    first.register_hook(show("first"))
    print(torch.autograd.grad(third, [first, w], allow_unused=True))


def replaced():
    first, second, third = w.unbind(0)
    first.register_hook(lambda grad: torch.ones(()))
    third.backward()


def leaf():
    v = torch.ones(3, requires_grad=True)
    v.register_hook(show("hook"))
    v.register_post_accumulate_grad_hook(lambda p: print("accumulated", p.grad))
    Nothing.apply(v).sum().backward()


def flag_taken_away():
    v = torch.ones(3, requires_grad=True)
    y = v * 2
    v.register_post_accumulate_grad_hook(lambda p: print("accumulated", p.grad))
    v.requires_grad = False
    y.sum().backward()


def node_hooks():
    x = w * 1
    x.grad_fn.register_prehook(show("before"))
    x.grad_fn.register_hook(show("after"))
    Nothing.apply(x).sum().backward()


def custom_below():
    a, b = Two.apply(w * 1)
    Nothing.apply(a).sum().backward()


def freed():
    x = w * w
    Nothing.apply(x).sum().backward()
    x.sum().backward()


def freed_slices():
    x = w * 1
    x[0:2].mul_(2)
    y = Nothing.apply(x)
    y.sum().backward()
    y.sum().backward()


def unwanted():
    x = w * 1
    x.register_hook(show("x"))
    z = w.exp()
    z.register_hook(show("z"))
    a, b = Two.apply(x)
    print(torch.autograd.grad((a * z).sum(), [z]))


for function in [part_of_unbind, part_of_split, only_some_inputs, replaced, leaf, flag_taken_away, node_hooks, custom_below, freed, freed_slices, unwanted]:
    w.grad = None
    try:
        function()
        print(function.__name__, w.grad)
    except RuntimeError as error:
        print(function.__name__, "RuntimeError", error)
