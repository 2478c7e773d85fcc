import torch

w = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    h = w * 2
    v = w.view(1, 2)
    n = torch.zeros(2)
    print(h.requires_grad, h.is_inference(), v.is_inference(), n.is_inference())
for name, action in {
    "save": lambda: w * h, "add": lambda: w + h, "inplace": lambda: h.add_(1), "rg": lambda: h.requires_grad_(),
    "version": lambda: h._version, "clone": lambda: (h.clone() * w).sum(), "view": lambda: v.add_(1), "plain": lambda: h * 2,
}.items():
    try:
        print(name, action())
    except RuntimeError as error:
        print(name, "->", error)
