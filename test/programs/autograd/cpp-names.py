# Some messages name element types as the compiler does, others as PyTorch does.
import torch


def tell(f):
    try:
        print(f())
    except RuntimeError as e:
        print(str(e)[:110])


for d in (torch.int16, torch.int64, torch.uint8, torch.uint16, torch.bool, torch.complex64, torch.bfloat16):
    tell(lambda: torch.lerp(torch.ones(2), torch.ones(2).to(d), 0.5))
    tell(lambda: torch.mm(torch.ones(2, 2), torch.ones(2, 2).to(d)))
    x = torch.ones(2, requires_grad=True)

    def assign():
        x.grad = torch.ones(2).to(d)

    tell(assign)
for d in (torch.int16, torch.uint8):
    tell(lambda: torch.ones(2, dtype=torch.float32).masked_fill(torch.ones(2, dtype=d), 1.0))
    tell(lambda: torch.ones(2, dtype=d).clamp_(min=0.5))
    tell(lambda: torch.ones(2, dtype=d).clamp_(min=torch.ones(2)))
    tell(lambda: torch.ones(2, dtype=d).clamp_max_(0.5))
    tell(lambda: torch.ones(2, dtype=d).mul_(0.5))
