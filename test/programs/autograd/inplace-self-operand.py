import torch

x = torch.tensor([3.0, 4.0], requires_grad=True)
tries = {
    "h += h": lambda h: h.add_(h), "h -= mean": lambda h: h.sub_(h.mean()), "h /= sum": lambda h: h.div_(h.sum()),
    "h /= norm": lambda h: h.div_(h.norm()), "h *= h": lambda h: h.mul_(h), "h *= w": lambda h: h.mul_(x),
    "h.relu_()": lambda h: h.relu_(), "h.pow_(2)": lambda h: h.pow_(2), "h.addcmul_": lambda h: h.addcmul_(x, x),
}
for name, write in tries.items():
    h = x * 2
    try:
        write(h)
        g, = torch.autograd.grad(h.sum(), x)
        print(name, g, h._version)
    except RuntimeError as error:
        print(name, "raises:", str(error)[str(error).find("["):][:90])
