import torch
import torch.nn.functional as F

torch.manual_seed(0)
a = torch.nn.Parameter(torch.rand(5), requires_grad=True)
print(a)
A = torch.zeros([5])
A[0] = a[0] * 2
A[1] = torch.log(a[1] + 1)
A[2] = a[2] ** 2
A[3] = F.softplus(a[3] * 2)
A[4] = a[4]
print(A)
print(A._version, A.grad_fn.name())
A.sum().backward()
print(a.grad)
