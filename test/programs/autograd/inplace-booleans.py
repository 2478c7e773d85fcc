# A write is asked for permission whenever an operand requires grad, even into booleans, which have no gradient; then for its type.
import torch


def tell(f):
    try:
        print(f())
    except RuntimeError as e:
        print(str(e)[:90])


flags = torch.tensor([True, False])
w = torch.randn(2, requires_grad=True)
with torch.no_grad():
    view = flags[:1]
tell(lambda: view.div_(2.0))
tell(lambda: view.div_(w[:1]))
tell(lambda: view.add_(1.5))
tell(lambda: view.mul_(w[:1]))
tell(lambda: flags.mul_(w))
x = torch.zeros(2, requires_grad=True)
y = x * 2
with torch.no_grad():
    part = y[:1]
tell(lambda: part.add_(1j))
tell(lambda: x.add_(1j))
tell(lambda: torch.split(y, 1)[0].div_(1j))
