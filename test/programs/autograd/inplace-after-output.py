import torch
import torch.nn.functional as F

w = torch.tensor([[0.5, -1.0], [1.5, 2.0]], requires_grad=True)
makers = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "exp": torch.exp, "softmax": lambda t: t.softmax(-1),
    "linear": lambda t: F.linear(t, torch.ones(2, 2)), "add": lambda t: t + 1, "mul": lambda t: t * 2, "square": lambda t: t ** 2,
    "leaky": lambda t: F.leaky_relu(t), "elu": F.elu, "gelu": F.gelu, "log_softmax": lambda t: t.log_softmax(-1),
    "cumsum": lambda t: t.cumsum(0), "sqrt": lambda t: t.abs().sqrt(), "clamp": lambda t: t.clamp(0, 1), "silu": F.silu,
    "normalize": lambda t: F.normalize(t), "layer_norm": lambda t: F.layer_norm(t, (2,)), "max": lambda t: t.max(0).values,
}
for name, make in makers.items():
    y = make(w)
    y += 1
    try:
        y.sum().backward()
        print(name, "fine")
    except RuntimeError as error:
        text = str(error)
        print(name, "raises", text[text.index("which"):text.index(" is at version")])
    w.grad = None
