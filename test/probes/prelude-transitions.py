import copy
import math
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def S(t):
    """A tensor's autograd state in one line."""
    node = type(t.grad_fn).__name__ if t.grad_fn is not None else None
    version = "-" if t.is_inference() else t._version
    return f"rg={int(t.requires_grad)} leaf={int(t.is_leaf)} fn={node} v={version} view={int(t._is_view())}"


def N(node):
    """The names of the next nodes."""
    return [None if g is None else type(g).__name__ for g, _ in node.next_functions]


def C(node):
    """The names of all nodes below, breadth first, accumulators left out."""
    seen, out, todo = set(), [], [node]
    while todo and len(out) < 30:
        g = todo.pop(0)
        if g is None or g in seen:
            continue
        seen.add(g)
        out.append(type(g).__name__)
        todo += [h for h, _ in g.next_functions]
    return [name for name in out if name != "AccumulateGrad"]
