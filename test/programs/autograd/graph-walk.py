import torch

w = torch.ones(2, 2, requires_grad=True)
b = torch.zeros(2, requires_grad=True)
x = torch.tensor([[1.0, 2.0]])
loss = ((torch.relu(x @ w + b) - 1) ** 2).mean()


def walk(fn, depth=0):
    if fn is None:
        print("  " * depth + "None")
        return
    print("  " * depth + type(fn).__name__)
    for parent, index in fn.next_functions:
        assert index == 0
        walk(parent, depth + 1)


walk(loss.grad_fn)
leaf = loss.grad_fn.next_functions[0][0]
print(leaf.name())
