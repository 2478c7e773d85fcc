"""torch.amp.autocast_mode: autocast as a context manager and a decorator; what it casts is told by engine/ops/autocast.ts."""
import functools
import warnings

import torch


def is_autocast_available(device_type):
    return device_type in ("cpu", "cuda")


class autocast:
    def __init__(self, device_type, dtype=None, enabled=True, cache_enabled=None):
        if not isinstance(device_type, str):
            raise ValueError(f"Expected `device_type` of type `str`, got: `{type(device_type)}`")
        # An unknown kind of device is refused as elsewhere.
        torch.device(device_type)
        self.device = device_type
        self.fast_dtype = torch.get_autocast_dtype(device_type) if dtype is None else dtype
        self._cache_enabled = True if cache_enabled is None else cache_enabled
        if device_type == "cuda":
            if enabled:
                warnings.warn("CUDA is not available or torch_xla is imported. Disabling autocast.")
            enabled = False
        elif device_type == "cpu" and enabled and self.fast_dtype not in (torch.bfloat16, torch.float16):
            warnings.warn(
                "In CPU autocast, but the target dtype is not supported. Disabling autocast.\n"
                "CPU Autocast only supports dtypes of torch.bfloat16, torch.float16 currently."
            )
            enabled = False
        self._enabled = enabled

    def __enter__(self):
        torch._enter_autocast(self.fast_dtype if self._enabled and self.device == "cpu" else None, self._cache_enabled)
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        torch._exit_autocast()
        return False

    def __call__(self, func):
        @functools.wraps(func)
        def decorate_autocast(*args, **kwargs):
            with self:
                return func(*args, **kwargs)

        return decorate_autocast


def custom_fwd(fwd=None, *, device_type=None, cast_inputs=None):
    if fwd is None:
        return functools.partial(custom_fwd, device_type=device_type, cast_inputs=cast_inputs)
    return fwd


def custom_bwd(bwd=None, *, device_type=None):
    if bwd is None:
        return functools.partial(custom_bwd, device_type=device_type)
    return bwd
