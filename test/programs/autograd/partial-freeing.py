import torch

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], requires_grad=True)
y = (a.exp() + b.exp()).sum()
y.backward(inputs=[a])
print(a.grad, b.grad)
y.backward(inputs=[b])
print(b.grad)
try:
    y.backward(inputs=[a])
except RuntimeError as error:
    print(str(error)[:50])
y = (a * b).sum()
print(torch.autograd.grad(y, a))
try:
    print(torch.autograd.grad(y, b))
except RuntimeError as error:
    print(str(error)[:50])
