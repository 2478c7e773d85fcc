"""How the battery's cases are written: tensors by shape and kind of numbers, one `case(...)` per call of an operator."""
from dataclasses import dataclass, field


@dataclass
class T:
    """A tensor argument: made from `shape` and `kind` of numbers, or from `data`. `order` permutes its memory; `grad`: may require grad."""

    shape: tuple = ()
    kind: str = "f"
    dtype: str = "float32"
    data: object = None
    order: tuple = None
    grad: bool = True


def F(*shape, **k):
    """Numbers of both signs, none of them round."""
    return T(shape, "f", **k)


def P(*shape, **k):
    """Positive numbers."""
    return T(shape, "p", **k)


def U(*shape, **k):
    """Numbers between 0 and 1."""
    return T(shape, "u", **k)


def D(*shape, **k):
    """float64."""
    return T(shape, "f", dtype="float64", **k)


def I(*shape, **k):
    """Small integers of both signs."""
    return T(shape, "i", dtype=k.pop("dtype", "int64"), **k)


def B(*shape, **k):
    return T(shape, "b", dtype="bool", **k)


def C(*shape, **k):
    return T(shape, "f", dtype="complex64", **k)


def V(data, dtype="float32", **k):
    """The numbers themselves."""
    return T((), "v", dtype=dtype, data=data, **k)


NAN, INF = float("nan"), float("inf")


@dataclass
class Case:
    op: str
    args: tuple
    kwargs: dict
    inplace: bool = False
    seed: int = None
    # Numbers that PyTorch leaves to chance: only shapes and dtypes are compared.
    values: bool = True
    # Second derivatives are compared too.
    second: bool = True


def case(op, *args, **kwargs):
    return Case(op, args, kwargs)


def inplace(op, *args, **kwargs):
    """The in-place variant on a clone of the first argument."""
    return Case(op, args, kwargs, inplace=True)


def seeded(seed, op, *args, **kwargs):
    return Case(op, args, kwargs, seed=seed)


def shapes_only(op, *args, **kwargs):
    return Case(op, args, kwargs, values=False)


def once(op, *args, **kwargs):
    """First derivatives only."""
    return Case(op, args, kwargs, second=False)


def unary(ops, *tensors):
    """Each operator on each tensor."""
    return [case(op, t) for op in ops.split() for t in tensors]
