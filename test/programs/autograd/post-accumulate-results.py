import torch
for r in (None, 1, (1,), "a", torch.ones(2), torch.ones(3), [], False):
    w = torch.ones(2, requires_grad=True)
    w.register_post_accumulate_grad_hook(lambda p: r)
    try: (w*2).sum().backward(); print(repr(r), "ok", w.grad)
    except Exception as e: print(repr(r), type(e).__name__, e, w.grad)
w = torch.ones(2, requires_grad=True)
w.register_post_accumulate_grad_hook(lambda p: 1); w.register_post_accumulate_grad_hook(lambda p: print("second"))
try: (w*2).sum().backward()
except Exception as e: print(e)
for r in (1, (1,), "a", False):
    w = torch.ones(2, requires_grad=True); w.register_hook(lambda g: r)
    try: (w*2).sum().backward(); print(repr(r), "ok", w.grad)
    except Exception as e: print(repr(r), type(e).__name__, e, w.grad)
try: (w*2).register_post_accumulate_grad_hook(print)
except RuntimeError as e: print(e)
try: torch.ones(1).register_post_accumulate_grad_hook(print)
except RuntimeError as e: print(e)
