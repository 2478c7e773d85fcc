import torch

t = torch.tensor([1.0, 2.0], requires_grad=True)
s = t.sum()
makers = {
    "tensor": lambda: torch.tensor(t), "new_tensor": lambda: t.new_tensor(t), "list": lambda: torch.tensor([s, s * 2]),
    "as_tensor": lambda: torch.as_tensor(t), "Tensor": lambda: torch.Tensor(t), "stack": lambda: torch.stack([s, s]),
    "full": lambda: torch.full((2,), 3), "full float": lambda: torch.full((2,), 3.0), "arange": lambda: torch.arange(1, 2, 0.25),
    "linspace": lambda: torch.linspace(0, 1, 3), "tensor int": lambda: torch.tensor([1, 2]), "mixed": lambda: torch.tensor([1, 2.0]),
    "nested": lambda: torch.tensor([[1, 2], [3, 4]]), "Tensor size": lambda: torch.Tensor([1, 2]), "like": lambda: torch.ones_like(t),
    "new_ones": lambda: t.new_ones(2, 1), "eye": lambda: torch.eye(2), "complex": lambda: torch.tensor(1j), "bool": lambda: torch.tensor([True]),
    "float64": lambda: torch.tensor([1.0], dtype=torch.float64), "full tensor": lambda: torch.full((2,), s), "string": lambda: torch.tensor("a"),
    "none": lambda: torch.tensor(None), "ragged": lambda: torch.tensor([[1], [1, 2]]), "int / 2": lambda: torch.tensor([1, 3]) / 2,
    "where": lambda: torch.where(t > 1, t, 0), "logspace": lambda: torch.logspace(0, 2, 3), "diag": lambda: torch.diag(torch.ones(2)),
}
for name, make in makers.items():
    try:
        y = make()
        print(name, y, y.dtype, y.requires_grad)
    except Exception as error:
        print(name, type(error).__name__, error)
