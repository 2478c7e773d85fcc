"""Parameters as one vector and back. Back is by memory only: `.data` is set, no graph connects the vector and the parameters."""
import torch
import _gradsight


def parameters_to_vector(parameters):
    flat = []
    for p in parameters:
        p.device
        flat.append(p.view(-1))
    return torch.cat(flat)


def vector_to_parameters(vec, parameters):
    if not isinstance(vec, torch.Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {_gradsight.type_text(vec)}")
    _gradsight.event("vector-to-parameters", vector=vec)
    at = 0
    for param in parameters:
        param.device
        count = param.numel()
        param.data = vec[at : at + count].view_as(param).data
        at += count
