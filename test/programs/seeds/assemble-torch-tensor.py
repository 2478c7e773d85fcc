import torch

torch.manual_seed(0)
a = torch.nn.Parameter(torch.rand(5), requires_grad=True)
a0 = a[0] * 2
a1 = torch.log(a[1] + 1)
a2 = a[2] ** 2
a3 = torch.nn.functional.softplus(a[3] * 2)
a4 = a[4]
print((a0, a1, a2, a3, a4))
A = torch.tensor([a0, a1, a2, a3, a4])
print(A)
A.sum().backward()
