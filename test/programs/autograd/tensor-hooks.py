import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 3
log = []
handle = h.register_hook(lambda g: log.append(("first", g.tolist())))
h.register_hook(lambda g: g * 10)
h.retain_grad()
x.register_hook(lambda g: g + 1)
(h * h).sum().backward()
print(log, h.grad, x.grad)
handle.remove()
x.grad = None
(x * 3).sum().backward()
print(x.grad, len(log))
acc = torch.ones(1, requires_grad=True)
acc.register_post_accumulate_grad_hook(lambda p: print("accumulated", p.grad))
(acc * 2).backward()
(acc * 3).backward()
try:
    h.register_post_accumulate_grad_hook(print)
except RuntimeError as error:
    print(error)
bad = x * 1
bad.register_hook(lambda g: torch.ones(5))
bad.sum().backward()
