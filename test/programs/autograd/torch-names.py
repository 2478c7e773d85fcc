import torch
import torch.nn.functional as F
for f in (lambda: torch.foo, lambda: torch.nn.Foo, lambda: F.foo, lambda: torch.linalg.foo, lambda: torch.optim.Foo, lambda: torch.utils.foo, lambda: torch.nn.init.foo, lambda: torch.randn(2).foo, lambda: torch.autograd.foo,lambda: torch.nn.utils.foo, lambda: torch.cuda.foo, lambda: torch.distributions.Foo, lambda: torch.fft.foo, lambda: torch.zero, lambda: torch.optim.lr_scheduler.Foo, lambda: torch.func.foo):
    try:
        print(f())
    except AttributeError as e:
        print(e)
print(hasattr(torch, "foo"), hasattr(torch, "compile"), hasattr(torch.optim, "Muon"), hasattr(torch, "symeig"), hasattr(torch.Tensor, "foo"), hasattr(torch.zeros(1), "solve"))
