"""A view whose base got a history by somebody else's write is a leaf to PyTorch's own checks until its grad_fn is asked for."""
import torch

w = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)


def late():
    base = torch.zeros(3)
    view = base[0:]
    base.add_(w.sum())
    return view


def attempt(name, f):
    try:
        print(name, f())
    except RuntimeError as error:
        print(name, "RuntimeError", error)


def name_of(view):
    return None if view.grad_fn is None else type(view.grad_fn).__name__


attempt("written", lambda: late().mul_(2))
attempt("zeroed", lambda: late().zero_())
attempt("copied into", lambda: late().copy_(w[:3]))
attempt("transposed in place", lambda: late().t_())
attempt("all of it assigned", lambda: late().__setitem__(..., 1.0))
attempt("a part assigned", lambda: late().__setitem__(0, 1.0))
attempt("asked for requires_grad", lambda: late().requires_grad_(False).requires_grad)


def looked_at():
    view = late()
    view.is_leaf
    return view.mul_(2)


def used():
    view = late()
    view * 2
    return view.mul_(2)


def other_view_written():
    base = torch.zeros(3)
    first, second = base[:2], base[1:]
    first.add_(w[:2])
    return second.add_(1)


def row_assigned(rows):
    grid = torch.zeros(6).view(3, 2)
    for i in range(rows):
        grid[i] = w[:2]
    return grid.mul_(2)


def retained():
    view = late()
    view.retain_grad()
    (view * 2).sum().backward()
    return view.retains_grad, view.grad


def flag_set():
    view = late()
    view.requires_grad = True
    return name_of(view)


def set_under_no_grad():
    x = torch.ones(3, requires_grad=True)
    with torch.no_grad():
        view = x[0:]
    view.requires_grad = False
    return view.requires_grad, view.is_leaf, name_of(view)


for function in [looked_at, used, other_view_written, retained, flag_set, set_under_no_grad]:
    attempt(function.__name__, function)
attempt("one row", lambda: row_assigned(1))
attempt("two rows", lambda: row_assigned(2))
