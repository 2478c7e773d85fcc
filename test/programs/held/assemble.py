import torch
import torch.nn.functional as F
torch.manual_seed(0)
a = torch.nn.Parameter(torch.rand(5), requires_grad=True)
a0 = a[0] * 2
a1 = torch.log(a[1] + 1)
a2 = a[2] ** 2
a3 = F.softplus(a[3] * 2)
a4 = a[4]
print(a0, a1, a2, a3, a4)
A1 = torch.tensor([a0, a1, a2, a3, a4])
print(A1, A1.requires_grad)
try:
    A1.sum().backward()
except RuntimeError as err:
    print("RuntimeError", err)
A2 = torch.zeros([5])
A2[0] = a[0] * 2
A2[1] = torch.log(a[1] + 1)
A2[2] = a[2] ** 2
A2[3] = F.softplus(a[3] * 2)
A2[4] = a[4]
print(A2)
A2.sum().backward()
print(a.grad)
a.grad.zero_()
A3 = torch.stack((a0, a1, a2, a3, a4))
print(A3.grad_fn, A3.grad_fn.next_functions)
A3.sum().backward()
print(a.grad)
p = torch.zeros(3)
p[:2] = a[:2]
p[2] = p[0] / p[1]
try:
    p.sum().backward()
except RuntimeError as e:
    print(e)
q = torch.cat([a[:2], (a[0] / a[1]).unsqueeze(0)])
q.sum().backward()
print(q, a.grad)
r = torch.zeros(3)
r[:2] = a[:2]
r = r * torch.tensor([1., 2., 3.])
r[2] = (r[0] / r[1]).detach()
r.sum().backward()
print(r, a.grad)
e1 = torch.nn.Parameter(torch.ones(3))
e1 = e1 * 2
e1.sum().backward()
print(e1.grad)
