"""torch.amp.autocast_mode: autocast as a context manager and a decorator; dtypes inside an enabled one are left as they are."""
import functools

import torch


def is_autocast_available(device_type):
    return device_type in ("cpu", "cuda")


class autocast:
    def __init__(self, device_type="cuda", dtype=None, enabled=True, cache_enabled=None):
        self.device = device_type
        self.fast_dtype = dtype
        self._enabled = enabled

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def __call__(self, func):
        @functools.wraps(func)
        def decorated(*args, **kwargs):
            return func(*args, **kwargs)

        return decorated


def custom_fwd(fwd=None, *, device_type=None, cast_inputs=None):
    if fwd is None:
        return functools.partial(custom_fwd, device_type=device_type, cast_inputs=cast_inputs)
    return fwd


def custom_bwd(bwd=None, *, device_type=None):
    if bwd is None:
        return functools.partial(custom_bwd, device_type=device_type)
    return bwd
