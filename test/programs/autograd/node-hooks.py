import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x.exp()
y.grad_fn.register_prehook(lambda grads: print("pre", grads))
y.grad_fn.register_hook(lambda inputs, outputs: print("post", inputs, outputs))
y.sum().backward()
z = x * 2
z.grad_fn.register_prehook(lambda grads: (grads[0] * 5,))
x.grad = None
z.sum().backward()
print(x.grad)
print(y.grad_fn.name(), y.grad_fn(torch.ones(2)) if False else "")
