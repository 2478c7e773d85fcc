import torch
import torch.nn.functional as F

torch.manual_seed(0)
a = torch.nn.Parameter(torch.rand(5), requires_grad=True)
A = torch.stack((a[0] * 2, torch.log(a[1] + 1), a[2] ** 2, F.softplus(a[3] * 2), a[4]))
print(A)
A.sum().backward()
print(a.grad)
a.grad.zero_()
B = torch.cat([x.view(1) for x in (a[0] * 2, torch.log(a[1] + 1), a[2] ** 2, F.softplus(a[3] * 2), a[4])])
print(B)
B.sum().backward()
print(a.grad)
