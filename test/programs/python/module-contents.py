"""Libraries look through modules of torch for classes by name."""
import torch

activations = {k: v for k, v in vars(torch.nn.modules.activation).items() if isinstance(v, type) and issubclass(v, torch.nn.Module)}
print([name in activations for name in ["ReLU", "GELU", "Softmax", "PReLU", "Linear"]])
print({name.lower(): name for name in activations}["leakyrelu"])
print(activations["Tanh"]()(torch.zeros(2)))
