"""torch.compile: nothing is compiled here; functions stay what they are, modules get PyTorch's wrapper."""
import torch
import _gradsight

_OWN = ("_orig_mod", "training")


class OptimizedModule(torch.nn.Module):
    """A module whose calls would run compiled; its parameters are found behind `_orig_mod.`."""

    def __init__(self, mod):
        super().__init__()
        self._orig_mod = mod

    @property
    def training(self):
        return self._modules["_orig_mod"].training if "_orig_mod" in self.__dict__.get("_modules", ()) else True

    @training.setter
    def training(self, value):
        if "_orig_mod" in self.__dict__.get("_modules", ()):
            self._modules["_orig_mod"].training = value

    def __getattr__(self, name):
        if name == "_orig_mod":
            return self._modules["_orig_mod"]
        return getattr(self._orig_mod, name)

    def __setattr__(self, name, value):
        if name in _OWN or "_orig_mod" not in self.__dict__.get("_modules", ()):
            super().__setattr__(name, value)
        else:
            setattr(self._orig_mod, name, value)

    def __delattr__(self, name):
        delattr(self._orig_mod, name)

    def forward(self, *args, **kwargs):
        return self._orig_mod(*args, **kwargs)


def compile(model=None, *, fullgraph=False, dynamic=None, backend="inductor", mode=None, options=None, disable=False):
    if model is None:
        return lambda function: compile(function, backend=backend)
    if _gradsight.is_unknown(model):
        return model
    if isinstance(model, torch.nn.Module):
        return OptimizedModule(model)
    if not callable(model):
        raise AssertionError(f"A callable function is expected, but {type(model)} is provided.")
    return model
