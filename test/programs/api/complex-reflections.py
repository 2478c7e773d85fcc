"""Gradients of complex reflections and triangular systems: factors are conjugated on the way back."""
import torch

torch.manual_seed(0)


def show(name, *tensors):
    for t in tensors:
        print(name, [[round(z.real, 3) + 0.0, round(z.imag, 3) + 0.0] for z in t.grad.flatten().tolist()])
        t.grad = None


def leaf(*shape):
    return torch.complex(torch.randn(*shape, dtype=torch.float64), torch.randn(*shape, dtype=torch.float64)).requires_grad_()


a, tau, c, d = leaf(4, 2), leaf(2), leaf(4, 3), leaf(3, 4)
weight = leaf(4, 4).detach()
(torch.linalg.householder_product(a, tau) * weight[:, :2]).sum().abs().backward()
show("product", a, tau)
for transpose in (False, True):
    (torch.ormqr(a, tau, c, True, transpose) * weight[:, :3]).sum().abs().backward()
    show(f"left {transpose}", a, tau, c)
    (torch.ormqr(a, tau, d, False, transpose) * weight[:3]).sum().abs().backward()
    show(f"right {transpose}", a, tau, d)

m, b = leaf(3, 3), leaf(3, 2)
for upper in (True, False):
    for transpose in (True, False):
        for unit in (True, False):
            x = torch.triangular_solve(b, m, upper, transpose, unit).solution
            (x * weight[:3, :2]).sum().abs().backward()
            show(f"solve {upper} {transpose} {unit}", m, b)
