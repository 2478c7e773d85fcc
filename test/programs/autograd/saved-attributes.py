import torch

x = torch.tensor([2.0, 3.0], requires_grad=True)
y = x ** 2
print(y.grad_fn._saved_self, y.grad_fn._saved_exponent, y.grad_fn._saved_self is x)
e = x.exp()
print(e.grad_fn._saved_result, e.grad_fn._saved_result is e)
s = x.sum(0)
print(s.grad_fn._saved_self_sym_sizes)
y.sum().backward()
try:
    y.grad_fn._saved_self
except RuntimeError as error:
    print(str(error)[:60])
m = x * torch.tensor([5.0, 6.0])
print(m.grad_fn._saved_other, m.grad_fn._saved_self)
