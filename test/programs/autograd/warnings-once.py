import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
for i in range(2):
    a = torch.tensor([x[0], x[1]])
    b = torch.tensor(x)
    c = float(x[0])
y = x * 2
for i in range(2):
    y.grad
print(y.grad)
torch.nn.functional.softmax(torch.ones(2))
torch.nn.functional.mse_loss(torch.ones(2, 1), torch.ones(2))
torch.nn.functional.l1_loss(torch.ones(2, 1), torch.ones(2))
torch.optim.SGD([x, x], lr=0.1)
torch.ones(2, 3, 4).T
import warnings
warnings.warn("own message")
warnings.warn("old", DeprecationWarning)
print("end")
