"""Eight-bit floats: numbers are stored in them and taken out again."""
import torch

x = torch.tensor([0.1, 1.3, 300.0, 460.0, 500.0, -0.001, 0.0, 1e6])
for d in (torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz):
    y = x.to(d)
    print(d, y.dtype, y.element_size(), d.is_floating_point, d.itemsize, y.float().tolist(), y.to(torch.float32).dtype, y.shape)
    print(d in {torch.float16, d}, y.requires_grad, torch.finfo(d).max, torch.finfo(d).eps)
w = torch.ones(2, requires_grad=True)
w.to(torch.float8_e4m3fn).float().sum().backward()
print(w.grad)
print(torch.float8_e8m0fnu, torch.float4_e2m1fn_x2)
