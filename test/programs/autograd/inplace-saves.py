import torch

x = torch.tensor([0.5, 1.5, 2.5], requires_grad=True)
ops = ["relu_", "exp_", "sigmoid_", "tanh_", "sqrt_", "abs_", "neg_", "sin_", "log_", "reciprocal_", "square_", "rsqrt_", "floor_", "zero_"]
for name in ops:
    h = x * 1
    getattr(h, name)()
    s = h.sum()
    h.add_(1)
    try:
        x.grad = None
        s.backward()
        print(name, h.grad_fn.name(), "fine", x.grad)
    except RuntimeError as error:
        print(name, h.grad_fn.next_functions[0][0].name(), "raises")
h = x * 1
h *= 2
h += x
h -= 1
h /= 4
h **= 2
print(h, h._version)
h.sum().backward()
print(x.grad)
h = x * 1
h *= h
h.sum().backward()
