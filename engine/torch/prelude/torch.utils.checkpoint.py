"""torch.utils.checkpoint: forward again instead of keeping what was saved."""
import warnings

import torch
import _gradsight
from torch.autograd.graph import saved_tensors_hooks


def noop_context_fn():
    from contextlib import nullcontext

    return nullcontext(), nullcontext()


class _Setting:
    """A switch of the module for the length of a with block; None leaves it to each call."""

    now = None

    def __init__(self, value):
        self.value = value

    def __enter__(self):
        self.before = type(self).now
        type(self).now = self.value

    def __exit__(self, *args):
        type(self).now = self.before


class set_checkpoint_early_stop(_Setting):
    now = None


class set_checkpoint_debug_enabled(_Setting):
    now = None


class CheckpointError(RuntimeError):
    pass


class _StopRecomputationError(Exception):
    """All that a backward needs has been computed again."""


def check_backward_validity(inputs):
    if any(_gradsight.is_unknown(x) for x in inputs):
        return
    if not any(x.requires_grad for x in inputs if isinstance(x, torch.Tensor)):
        warnings.warn("None of the inputs have requires_grad=True. Gradients will be None", stacklevel=2)


def detach_variable(inputs):
    out = []
    for x in inputs:
        if isinstance(x, torch.Tensor):
            fresh = x.detach()
            fresh.requires_grad = x.requires_grad
            x = fresh
        out.append(x)
    return tuple(out)


class CheckpointFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, run_function, preserve_rng_state, *args):
        check_backward_validity(args)
        ctx.run_function = run_function
        ctx.rng_state = torch.get_rng_state() if preserve_rng_state else None
        ctx.inputs = [None if isinstance(x, torch.Tensor) else x for x in args]
        ctx.positions = [i for i, x in enumerate(args) if isinstance(x, torch.Tensor)]
        ctx.save_for_backward(*[args[i] for i in ctx.positions])
        with torch.no_grad():
            return run_function(*args)

    @staticmethod
    def backward(ctx, *grads):
        if _gradsight.selective_backward():
            raise RuntimeError(
                "When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() or passing an `inputs` parameter to .backward(). To resolve this error, you can either set use_reentrant=False, or call .backward() without passing the `inputs` argument."
            )
        inputs = list(ctx.inputs)
        for i, tensor in zip(ctx.positions, ctx.saved_tensors):
            inputs[i] = tensor
        inputs = detach_variable(inputs)
        now = torch.get_rng_state()
        if ctx.rng_state is not None:
            torch.set_rng_state(ctx.rng_state)
        with torch.enable_grad():
            outputs = ctx.run_function(*inputs)
        if ctx.rng_state is not None:
            torch.set_rng_state(now)
        if isinstance(outputs, torch.Tensor):
            outputs = (outputs,)
        pairs = [(o, g) for o, g in zip(outputs, grads) if isinstance(o, torch.Tensor) and o.requires_grad]
        if len(pairs) == 0:
            raise RuntimeError("none of output has requires_grad=True, this checkpoint() is not necessary")
        torch.autograd.backward([o for o, _ in pairs], [g for _, g in pairs])
        return (None, None) + tuple(x.grad if isinstance(x, torch.Tensor) else None for x in inputs)


class _Inputs(torch.autograd.Function):
    """Keeps the inputs of a checkpoint as a backward would."""

    @staticmethod
    def forward(ctx, kept, dummy, *tensors):
        ctx.save_for_backward(*tensors)
        kept.append(ctx)
        return torch.empty((0,))

    @staticmethod
    def backward(ctx, *grads):
        raise AssertionError("Did not expect to backward on this graph")


def checkpoint(function, *args, use_reentrant=None, context_fn=noop_context_fn, determinism_check="default", debug=False, early_stop=True, **kwargs):
    if use_reentrant is None:
        warnings.warn(
            "torch.utils.checkpoint: the use_reentrant parameter should be passed explicitly. Starting in PyTorch 2.9, calling checkpoint without use_reentrant will raise an exception. use_reentrant=False is recommended, but if you need to preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for more details on the differences between the two variants.",
            stacklevel=2,
        )
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if use_reentrant:
        if kwargs:
            raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
        if context_fn is not noop_context_fn or debug:
            raise ValueError("Passing `context_fn` or `debug` is only supported when use_reentrant=False.")
        return CheckpointFunction.apply(function, preserve, *args)
    if not torch.is_grad_enabled():
        return function(*args, **kwargs)
    if any(isinstance(x, torch.Tensor) and not _gradsight.is_unknown(x.is_inference()) and x.is_inference() for x in args):
        # The tensors among the arguments are saved as for a backward.
        _gradsight.fail(
            "INF_SAVED",
            "RuntimeError",
            "Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.",
        )
    forward_context, recompute_context = context_fn()
    stop = set_checkpoint_early_stop.now
    frame = _Frame(function, args, kwargs, preserve, recompute_context, early_stop if stop is None else stop, determinism_check)
    with saved_tensors_hooks(frame.pack, frame.unpack), forward_context:
        return function(*args, **kwargs)


_TIP = """
Tip: To see a more detailed error message, either pass `debug=True` to
`torch.utils.checkpoint.checkpoint(...)` or wrap the code block
with `with torch.utils.checkpoint.set_checkpoint_debug_enabled(True):` to
enable checkpoint‑debug mode globally.
"""

_COMPILE_TIP = """
If this error occurs under torch.compile with automatic_dynamic_shapes enabled,
it may be because the recomputation selected a different compiled graph than the
forward pass (e.g., a dynamic graph instead of the original static graph).
To fix this, either:
  - Use torch._dynamo.mark_dynamic() to explicitly mark varying dimensions as
    dynamic upfront, avoiding the static-to-dynamic transition.
  - Call torch._C._dynamo.eval_frame._set_lru_cache(False) to disable LRU cache
    reordering, which can change which graph is checked first between forward
    and recompute.
See https://github.com/pytorch/pytorch/issues/166926 for more details and
workaround examples.
"""


def _metadata(x):
    return {"shape": x.shape, "dtype": x.dtype, "device": x.device}


class _Frame:
    """One checkpointed call: what it saved, in order, and what computing it again gave, by backward."""

    def __init__(self, function, args, kwargs, preserve, context, early_stop, determinism_check):
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.context = context
        self.early_stop = early_stop
        self.checked = determinism_check == "default"
        self.rng_state = torch.get_rng_state() if preserve else None
        self.saved = []
        self.recomputed = {}
        kept = []
        tensors = [x for x in args if isinstance(x, torch.Tensor)]
        if tensors:
            _Inputs.apply(kept, torch.empty((0,), requires_grad=True), *tensors)
        self.inputs = kept[0] if kept else None

    def pack(self, tensor):
        self.saved.append(_metadata(tensor))
        return len(self.saved) - 1

    def unpack(self, place):
        run = _gradsight.backward_run()
        if run not in self.recomputed:
            # A second forward starts from the inputs, which must be what they were.
            tensors = iter(self.inputs.saved_tensors if self.inputs is not None else ())
            args = [next(tensors) if isinstance(x, torch.Tensor) else x for x in self.args]
            self.recomputed[run] = self.recompute(args)
        found = self.recomputed[run]
        if place not in found:
            raise CheckpointError("torch.utils.checkpoint: Unpack is being triggered for a tensor that was either never recomputed, or already unpacked once. If you are calling ctx.saved_tensors in backward, make sure to do so only once. Otherwise please open an issue with details on your use case.")
        return found[place]

    def recompute(self, args):
        found = {}

        def again(tensor):
            if len(found) >= len(self.saved):
                raise CheckpointError("torch.utils.checkpoint: trying to save more tensors during recomputation than during the original forward pass.\n" + _TIP + _COMPILE_TIP)
            found[len(found)] = tensor.detach() if tensor.requires_grad else tensor
            if self.early_stop and len(found) == len(self.saved):
                raise _StopRecomputationError()
            return tensor

        now = torch.get_rng_state()
        if self.rng_state is not None:
            torch.set_rng_state(self.rng_state)
        try:
            with saved_tensors_hooks(again, lambda tensor: tensor), torch.enable_grad(), self.context:
                self.function(*args, **self.kwargs)
        except _StopRecomputationError:
            pass
        if self.rng_state is not None:
            torch.set_rng_state(now)
        self.compare(found)
        return found

    def compare(self, found):
        if len(found) != len(self.saved):
            raise CheckpointError(
                "torch.utils.checkpoint: A different number of tensors was saved during the original forward and recomputation.\n"
                f"Number of tensors saved during forward: {len(self.saved)}\nNumber of tensors saved during recomputation: {len(found)}.\n" + _TIP + _COMPILE_TIP
            )
        if not self.checked:
            return
        wrong = [(i, m, _metadata(found[i])) for i, m in enumerate(self.saved) if _differs(m, _metadata(found[i]))]
        if wrong:
            text = "".join(f"tensor at position {i}:\nsaved metadata: {before}\nrecomputed metadata: {after}\n" for i, before, after in wrong)
            raise CheckpointError("torch.utils.checkpoint: Recomputed values for the following tensors have different metadata than during the forward pass.\n" + text + _TIP + _COMPILE_TIP)


def _differs(before, after):
    """Sizes that are not known may be the same."""
    different = before != after
    return not _gradsight.is_unknown(different) and different


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    if use_reentrant is None:
        warnings.warn(
            "torch.utils.checkpoint.checkpoint_sequential: the use_reentrant parameter should be passed explicitly. In version 2.9 we will raise an exception if use_reentrant is not passed. use_reentrant=False is recommended, but if you need to preserve the current default behavior, you can pass use_reentrant=True. Refer to docs for more details on the differences between the two variants.",
            stacklevel=2,
        )
        use_reentrant = True
    preserve = kwargs.pop("preserve_rng_state", True)
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    if isinstance(functions, torch.nn.Sequential):
        functions = list(functions.children())

    def part(start, end):
        def run(x):
            for f in functions[start:end]:
                x = f(x)
            return x

        return run

    size = len(functions) // segments
    for n in range(segments - 1):
        input = checkpoint(part(n * size, (n + 1) * size), input, use_reentrant=use_reentrant, preserve_rng_state=preserve)
    return part((segments - 1) * size, len(functions))(input)
