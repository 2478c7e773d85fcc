import torch

x = torch.ones(3, 4, requires_grad=True)
same = {
    "contiguous": x.contiguous(), "float": x.float(), "to": x.to(torch.float32), "cpu": x.cpu(),
    "type_as": x.type_as(x), "pos": +x, "as_tensor": torch.as_tensor(x), "flatten": x.flatten(0, 0),
    "detach": x.detach(), "view": x.view(3, 4), "data": x.data, "requires_grad_": x.requires_grad_(),
}
for name, y in same.items():
    print(f"{name:15} {y is x} {y.is_leaf} {y.requires_grad} {y._is_view()}")
