"""Numbers that nodes keep are of the type they were given in."""

import torch

x = torch.ones(2, requires_grad=True)
print((x**2.0).grad_fn._saved_exponent, (x**2).grad_fn._saved_exponent, x.pow(3.0).grad_fn._saved_exponent)
print(torch.pow(x, 3.5).grad_fn._saved_exponent, (2.0**x).grad_fn._saved_self, (2**x).grad_fn._saved_self, x.square().grad_fn._saved_exponent)
print(x.clamp(0.0, 2.0).grad_fn._saved_max, x.clamp(0, 2).grad_fn._saved_max, x.add(1.0).grad_fn._saved_alpha)
y = x.clone()
y **= 2.0
print(y.grad_fn._saved_exponent)
