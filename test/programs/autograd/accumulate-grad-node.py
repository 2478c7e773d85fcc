import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 2
node = y.grad_fn.next_functions[0][0]
print(type(node).__name__, node.variable is x)
print(x.grad_fn, y.grad_fn.next_functions[1])
y.sum().backward()
y2 = x * 3
y2.sum().backward()
print(x.grad, x.grad._version)
first = x.grad
(x * x).sum().backward()
print(first is x.grad, x.grad, first._version)
