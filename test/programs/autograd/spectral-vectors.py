"""Vectors with the signs LAPACK gives, and derivatives through them."""
import torch

torch.manual_seed(3)
for rows, columns in ((3, 3), (4, 3), (3, 5), (7, 2), (1, 4), (4, 1)):
    a = torch.randn(rows, columns, requires_grad=True)
    u, s, vh = torch.linalg.svd(a, full_matrices=False)
    print(u, s, vh)
    (u.sum() + (s * torch.arange(1.0, len(s) + 1)).sum() + vh[0].sum()).backward()
    print(a.grad)
for n in (2, 3, 5):
    m = torch.randn(n, n)
    m = (m + m.T).requires_grad_()
    for half in "LU":
        values, vectors = torch.linalg.eigh(m, UPLO=half)
        print(values, vectors)
    (values.sum() + vectors[0].sum()).backward()
    print(m.grad)
print(torch.linalg.svd(torch.diag(torch.tensor([3.0, -2.0, 1.0]))))
print(torch.linalg.eigh(torch.eye(3)))
x, residuals, rank, singular = torch.linalg.lstsq(torch.randn(5, 2), torch.randn(5, 3), driver="gelsd")
print(x, residuals, rank, singular, x.stride())
