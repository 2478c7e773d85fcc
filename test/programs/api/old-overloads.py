"""Factors before their tensors, as old code has them, and functions PyTorch advises against."""
import torch
import warnings
warnings.simplefilter("always")
a = torch.ones(2, 2)
b = torch.full((2, 2), 2.0)


def show(f):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try:
            print(f())
        except Exception as e:
            print(type(e).__name__, e)
    for x in w:
        print("  warned:", str(x.message))


show(lambda: a.clone().add_(-0.5, b))
show(lambda: a.add(2, b))
show(lambda: torch.add(a, 2, b))
show(lambda: a.sub(2, b))
show(lambda: a.clone().sub_(2, b))
show(lambda: torch.sub(a, 2, b))
show(lambda: a.addcmul(2, b, b))
show(lambda: a.clone().addcmul_(2, b, b))
show(lambda: torch.addcmul(a, 2, b, b))
show(lambda: a.addcdiv(2, b, b))
show(lambda: a.clone().addcdiv_(-2, b, b))
show(lambda: torch.addcdiv(a, 2, b, b))
show(lambda: a.addmm(2, b, b))
show(lambda: a.addmm(2, 3, b, b))
show(lambda: a.clone().addmm_(2, b, b))
show(lambda: a.clone().addmm_(2, 3, b, b))
show(lambda: torch.addmm(2, a, b, b))
show(lambda: torch.addmm(2, a, 3, b, b))
show(lambda: torch.addmm(a, 3, b, b))
show(lambda: a[0].addmv(2, b, b[0]))
show(lambda: a[0].addmv(2, 3, b, b[0]))
show(lambda: torch.addmv(2, a[0], 3, b, b[0]))
show(lambda: a.addr(2, b[0], b[0]))
show(lambda: torch.addr(2, a, 3, b[0], b[0]))
show(lambda: torch.addbmm(2, a, 3, b[None], b[None]))
show(lambda: torch.baddbmm(2, a[None], 3, b[None], b[None]))
show(lambda: a.nonzero(as_tuple=False))
show(lambda: torch.chain_matmul(a, b))
show(lambda: a.clone().add_(2, other=b))
show(lambda: a.clone().addcdiv_(-2, tensor1=b, tensor2=b))
show(lambda: a.clone().add_(torch.tensor(2.0), b))
show(lambda: torch.add(a, 2, b, out=torch.empty(2, 2)))
show(lambda: a.subtract(2, b))
show(lambda: a.mul(2, b))
show(lambda: torch.qr(a).R)
show(lambda: torch.range(0, 2))
show(lambda: torch.cross(torch.ones(3, 3), torch.ones(3, 3)))
show(lambda: torch.cross(torch.ones(3, 3), torch.ones(3, 3), dim=0))
show(lambda: torch.cholesky(torch.eye(2)))

# A training step as it was written in 2017.
w = torch.ones(2, requires_grad=True)
velocity = torch.zeros(2)
for _ in range(3):
    (w * w).sum().backward()
    velocity.mul_(0.9).add_(0.1, w.grad)
    w.data.add_(-0.1, velocity)
    w.grad.zero_()
print(w, w._version, velocity._version)
