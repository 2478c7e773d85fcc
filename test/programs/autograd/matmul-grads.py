import torch

torch.manual_seed(0)
A = torch.rand(2, 3, requires_grad=True)
B = torch.rand(3, 2, requires_grad=True)
v = torch.rand(3, requires_grad=True)
T = torch.rand(4, 2, 3, requires_grad=True)
for name, y in {
    "mm": A @ B, "mv": A @ v, "vm": v @ B, "vv": v @ v, "bmm": T @ B, "bmv": T @ v, "einsum": torch.einsum("ij,jk->ik", A, B),
    "bmm2": torch.bmm(T, T.transpose(1, 2)), "outer": torch.outer(v, v), "addmm": torch.addmm(torch.ones(2, 2), A, B), "inner": torch.inner(A, A),
    "baddbmm": torch.baddbmm(torch.ones(4, 2, 2), T, T.mT), "kron": torch.kron(A, B), "trace": torch.trace(A @ B), "tensordot": torch.tensordot(A, B, 1),
}.items():
    grads = torch.autograd.grad(y.sum(), [A, B, v, T], allow_unused=True)
    print(name, tuple(y.shape), y.grad_fn.name(), [None if g is None else round(g.sum().item(), 3) for g in grads])
