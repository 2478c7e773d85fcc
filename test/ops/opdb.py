"""Records PyTorch's own sample inputs (op_db) with what PyTorch makes of them.

Usage: opdb.py OUT.jsonl [--variants] [--dtype NAME] [--op NAME] [--limit SAMPLES] [--numbers N]
The committed part: opdb.py test/ops/opdb.jsonl --limit 2 --numbers 90
For every operator of `op_db` each CPU sample (float32, or the first dtype it has) becomes a line: tensors by their numbers and strides,
the public calls that make up the operator (its own function, or what its wrapper calls), and from PyTorch the outputs (shape, dtype,
strides, requires_grad, node, numbers) and the gradients of the inputs. `--dtype` takes another one, where an operator has it. `--variants` adds the tensor's method and the in-place form (on a copy) of each. `--limit` and `--numbers` bound samples per operator and numbers
per sample: so opdb.jsonl is made, which is committed. `npx tsx test/ops/opdb.ts OUT.jsonl` replays it.
"""
import argparse
import json
import sys
import types
import unittest
import warnings

import torch

# The sample inputs need nothing of the test framework that their module imports.
sys.modules.setdefault("expecttest", types.SimpleNamespace(TestCase=unittest.TestCase))
from torch.overrides import TorchFunctionMode  # noqa: E402
from torch.testing._internal.common_methods_invocations import op_db  # noqa: E402

from opdb_cases import Skip, Writer, build, read_value, tensors_of, tensor_json  # noqa: E402

warnings.simplefilter("ignore")
torch.set_num_threads(1)
LARGEST = 70_000
# Memory that nobody wrote: only shapes can agree.
UNWRITTEN = {"empty", "empty_like", "empty_strided", "empty_permuted", "new_empty", "new_empty_strided", "resize_", "resize_as_"}


def public_names():
    """From functions to the names by which programs call them."""
    names = {}
    for prefix in ("torch", "torch.nn.functional", "torch.linalg", "torch.fft", "torch.special", "torch.nested", "torch.masked", "torch.Tensor"):
        holder = torch
        for part in prefix.split(".")[1:]:
            holder = getattr(holder, part)
        # A public name stands before a private one of the same function.
        for name in sorted(dir(holder), key=lambda n: n.startswith("_")):
            if name.startswith("__") and prefix != "torch.Tensor":
                continue
            try:
                value = getattr(holder, name)
            except Exception:
                continue
            if hasattr(value, "__get__") and not callable(value):
                value, name = value.__get__, name + ".__get__"
            if callable(value) and not isinstance(value, type):
                names.setdefault(value, f"{prefix}.{name}")
    return names


NAMES = public_names()


def name_of(func):
    try:
        if func in NAMES:
            return NAMES[func]
    except TypeError:
        pass
    if isinstance(func, torch._ops.OpOverload):
        return f"torch.ops.{str(func)}"
    if isinstance(func, torch._ops.OpOverloadPacket):
        return f"torch.ops.{str(func)}"
    if getattr(func, "__name__", "") == "__get__":
        return f"torch.Tensor.{func.__self__.__name__}.__get__"
    raise Skip(f"no public name for {func!r:.60}")


class Trace(TorchFunctionMode):
    """Writes down the outermost calls of torch functions."""

    def __init__(self, writer):
        super().__init__()
        self.writer = writer
        self.calls = []

    def __torch_function__(self, func, kinds, args=(), kwargs=None):
        name = name_of(func)
        a = [self.writer.value(x) for x in args]
        k = {key: self.writer.value(x) for key, x in (kwargs or {}).items()}
        result = func(*args, **(kwargs or {}))
        self.writer.result(len(self.calls), result)
        self.calls.append([name, a, k])
        return result


def calls_of(op, sample, writer):
    """The calls, and what of their results is the operator's."""
    args = (sample.input, *sample.args)
    try:
        known = NAMES.get(op.op)
    except TypeError:
        known = None
    if known is None and isinstance(op.op, (torch._ops.OpOverload, torch._ops.OpOverloadPacket)):
        known = name_of(op.op)
    if known is not None:
        return [[known, [writer.value(a) for a in args], {k: writer.value(v) for k, v in sample.kwargs.items()}]], {"r": 0}
    for t in tensors_of((args, sample.kwargs)):
        writer.value(t)
    with Trace(writer) as trace:
        result = op.op(*args, **sample.kwargs)
    return trace.calls, writer.value(result)


def variants_of(op, sample):
    """The same through the method, and through the in-place form on a copy."""
    for kind, form in (("method", op.method_variant), ("in place", op.inplace_variant)):
        name = getattr(form, "__name__", "")
        if form is None or getattr(torch.Tensor, name, None) is not form or not isinstance(sample.input, torch.Tensor):
            continue
        if kind == "in place" and sample.broadcasts_input:
            continue
        writer = Writer()
        target, rest = writer.value(sample.input), [writer.value(a) for a in sample.args]
        kwargs = {k: writer.value(v) for k, v in sample.kwargs.items()}
        calls = [["torch.Tensor.clone", [target], {}]] if kind == "in place" else []
        calls.append([f"torch.Tensor.{name}", [{"r": 0} if calls else target, *rest], kwargs])
        yield kind, {"in": writer.inputs, "calls": calls, "result": {"r": len(calls) - 1}}


def function_named(name):
    value = torch
    for part in name.split(".")[1:]:
        value = getattr(value, part)
    return value


def replay(case, requires_grad):
    inputs = [build(t, requires_grad) for t in case["in"]]
    torch.manual_seed(0)
    results = []
    for name, args, kwargs in case["calls"]:
        results.append(function_named(name)(*[read_value(a, inputs, results) for a in args], **{k: read_value(v, inputs, results) for k, v in kwargs.items()}))
    return inputs, read_value(case["result"], inputs, results)


def weights(t, k):
    w = torch.tensor([((i * 5 + 3 * k) % 11 - 4) / 8 + 0.0625 for i in range(t.numel())], dtype=torch.float64).reshape(t.shape)
    return w.to(t.dtype)


def truth(case, with_numbers):
    inputs, result = replay(case, True)
    outs = tensors_of(result)
    if sum(t.numel() for t in outs) > LARGEST:
        raise Skip("too large")
    shown = [tensor_json(t, numbers=with_numbers) for t in outs]
    for t, d in zip(outs, shown):
        if t.requires_grad:
            d["g"] = "leaf" if t.grad_fn is None else t.grad_fn.name().removeprefix("torch::autograd::")
    case["out"] = shown
    if not outs:
        case["plain"] = Writer().value(result)
    roots = [(k, t) for k, t in enumerate(outs) if t.requires_grad]
    wanted = [t for t in inputs if t.requires_grad]
    if roots and wanted and with_numbers:
        try:
            grads = torch.autograd.grad([t for _, t in roots], wanted, [weights(t, k) for k, t in roots], allow_unused=True)
            case["grads"] = [None if g is None else tensor_json(g) for g in grads]
        except (RuntimeError, NotImplementedError) as e:
            case["backward"] = str(e).split("\nException raised from")[0]
    return case


def record(op, dtype, variants):
    """The cases of one operator, and why some are none."""
    grad = op.supports_autograd and (dtype.is_floating_point or dtype.is_complex)
    for sample in op.sample_inputs("cpu", dtype, requires_grad=grad):
        try:
            if sum(t.numel() for t in tensors_of((sample.input, sample.args, sample.kwargs))) > LARGEST:
                raise Skip("too large")
            writer = Writer()
            calls, result = calls_of(op, sample, writer)
            name = op.name + ("." + op.variant_test_name if op.variant_test_name else "")
            case = {"op": name, "in": writer.inputs, "calls": calls, "result": result}
            yield truth(case, op.name not in UNWRITTEN), None
            for kind, other in variants_of(op, sample) if variants else ():
                try:
                    yield truth({"op": f"{name} ({kind})", **other}, op.name not in UNWRITTEN), None
                except Exception as e:
                    yield None, f"{kind}: {type(e).__name__}"
        except Skip as e:
            yield None, str(e)
        except Exception as e:
            yield None, f"{type(e).__name__}: {str(e)[:100]}"


def numbers_in(case):
    return sum(len(t.get("v") or ()) for t in [*case["in"], *case["out"], *(g for g in case.get("grads", ()) if g)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--op")
    parser.add_argument("--limit", type=int, default=10**9)
    parser.add_argument("--dtype")
    parser.add_argument("--variants", action="store_true")
    parser.add_argument("--numbers", type=int, default=10**9)
    options = parser.parse_args()
    total, reasons = 0, {}
    with open(options.out, "w") as out:
        for op in op_db:
            if options.op and op.name != options.op:
                continue
            dtypes = op.supported_dtypes("cpu")
            if not dtypes:
                reasons.setdefault("no dtype on CPU", []).append(op.name)
                continue
            if options.dtype:
                dtype = getattr(torch, options.dtype)
                if dtype not in dtypes:
                    continue
            else:
                dtype = torch.float32 if torch.float32 in dtypes else sorted(dtypes, key=str)[0]
            kept = 0
            for case, reason in record(op, dtype, options.variants):
                if case is None:
                    reasons.setdefault(reason, []).append(op.name)
                elif kept < options.limit and numbers_in(case) <= options.numbers:
                    out.write(json.dumps(case, separators=(",", ":"), allow_nan=False) + "\n")
                    kept += 1
            total += kept
    print(total, "cases")
    for reason, names in sorted(reasons.items(), key=lambda r: -len(r[1])):
        print(f"{len(names)} not recorded, {reason}: {', '.join(sorted(set(names)))}")


if __name__ == "__main__":
    main()
