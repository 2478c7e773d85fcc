"""torch.autograd.graph: hooks on what nodes save, and hooks on several gradients at once."""
from collections import namedtuple

import torch
import _gradsight

Node = _gradsight.Node
_refusals = []

GradientEdge = namedtuple("GradientEdge", ["node", "output_nr", "ownership_token"], defaults=[None])


def get_gradient_edge(tensor):
    if not tensor.requires_grad:
        raise RuntimeError("It is not possible to get the gradient edge for a Tensor that does not require gradients")
    node = tensor.grad_fn if tensor.grad_fn is not None else tensor.view_as(tensor).grad_fn.next_functions[0][0]
    return GradientEdge(node, tensor.output_nr)


class saved_tensors_hooks:
    def __init__(self, pack_hook, unpack_hook):
        self.pack_hook = pack_hook
        self.unpack_hook = unpack_hook

    def __enter__(self):
        if _refusals:
            raise RuntimeError(_refusals[-1])
        _gradsight.push_saved_hooks(self.pack_hook, self.unpack_hook)

    def __exit__(self, *args):
        _gradsight.pop_saved_hooks()


class save_on_cpu(saved_tensors_hooks):
    def __init__(self, pin_memory=False, device_type="cuda"):
        super().__init__(lambda tensor: tensor, lambda tensor: tensor)


class disable_saved_tensors_hooks:
    def __init__(self, error_message):
        self.error_message = error_message

    def __enter__(self):
        _refusals.append(self.error_message)

    def __exit__(self, *args):
        _refusals.pop()


class allow_mutation_on_saved_tensors(saved_tensors_hooks):
    """Keeps a copy of whatever is saved, so later writes do no harm."""

    def __init__(self):
        super().__init__(lambda tensor: tensor.clone(), lambda tensor: tensor)


def increment_version(tensor):
    for t in (tensor,) if isinstance(tensor, torch.Tensor) else tensor:
        _gradsight.bump(t, "increment_version")


class _Handles:
    def __init__(self, handles):
        self.handles = handles

    def remove(self):
        for handle in self.handles:
            handle.remove()


def _node_of(t):
    """Where the gradient of a tensor arrives: its grad_fn, or what adds it up."""
    if t.grad_fn is not None:
        return t.grad_fn
    with torch.enable_grad():
        return t.view_as(t).grad_fn.next_functions[0][0]


def register_multi_grad_hook(tensors, fn, *, mode="all"):
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    tensors = [t for t in tensors]
    if mode == "all":
        assert all(t.requires_grad for t in tensors), "Expected gradient function to be set"
    nodes = [_node_of(t) for t in tensors if t.requires_grad]
    # A view that only its base makes require grad has no place of its own in the graph.
    assert mode != "all" or None not in nodes, "Expected gradient function to be set"
    # By backward: gradients so far, and how many will come.
    seen = {}

    def hook_of(i):
        def hook(grad):
            run = _gradsight.backward_run()
            if mode == "any":
                if run not in seen:
                    seen[run] = True
                    fn(grad)
                return
            if run not in seen:
                seen[run] = [[None] * len(tensors), sum(_gradsight.will_run(node) for node in nodes)]
            grads, left = seen[run]
            grads[i] = grad
            seen[run][1] = left - 1
            # What is held here is not taken over by the tensor it belongs to.
            _gradsight.hold(grad, 1)
            if left == 1:
                del seen[run]
                for kept in grads:
                    _gradsight.hold(kept, -1)
                fn(grads)

        return hook

    return _Handles([t.register_hook(hook_of(i)) for i, t in enumerate(tensors) if t.requires_grad])
