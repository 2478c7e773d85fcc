"""torch.utils.checkpoint: forward again instead of keeping what was saved."""
import warnings

import torch
import _gradsight
from torch.autograd.graph import saved_tensors_hooks


def noop_context_fn():
    from contextlib import nullcontext

    return nullcontext(), nullcontext()


def set_checkpoint_early_stop(enable):
    from contextlib import nullcontext

    return nullcontext()


def set_checkpoint_debug_enabled(enabled):
    from contextlib import nullcontext

    return nullcontext()


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
    kept = []
    tensors = [x for x in args if isinstance(x, torch.Tensor)]
    if tensors:
        _Inputs.apply(kept, torch.empty((0,), requires_grad=True), *tensors)
    checked = [0]
    # Memory made from here on lies behind it.
    began = torch.empty((0,)).untyped_storage().data_ptr()

    def unpack(packed):
        tensor, version, value = packed
        run = _gradsight.backward_run()
        if kept and checked[0] != run:
            checked[0] = run
            # The second forward starts from the inputs, which must be what they were.
            kept[0].saved_tensors
        # What was written over since is made anew, but not what comes from outside.
        return value if tensor._version != version and tensor.untyped_storage().data_ptr() > began else tensor

    # The second forward gives the same tensors again, so the first one's are kept, with their numbers in case somebody writes to them.
    with saved_tensors_hooks(lambda tensor: (tensor, tensor._version, tensor.detach().clone()), unpack):
        return function(*args, **kwargs)


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
