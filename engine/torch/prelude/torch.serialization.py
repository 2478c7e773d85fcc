"""torch.save and torch.load within one run: what was saved is kept as a copy, and each load gives a copy of it."""
from collections import OrderedDict
from copy import deepcopy

import os
import torch
import _gradsight

_kept = {}


def _key(f):
    if _gradsight.is_unknown(f):
        return None
    if isinstance(f, str):
        return f
    name = getattr(f, "name", None)
    if isinstance(name, str) and hasattr(f, "write"):
        return name
    if hasattr(f, "__fspath__"):
        return str(f)
    return id(f)


def _memo():
    """Tensors are pickled, and those that share memory go on doing so."""
    return {"pickling": True, "sharing": True}


def _copy(value, memo):
    if isinstance(value, torch.Tensor):
        return deepcopy(value, memo)
    if type(value) is dict:
        return {k: _copy(v, memo) for k, v in value.items()}
    if type(value) is OrderedDict:
        out = OrderedDict((k, _copy(v, memo)) for k, v in value.items())
        if hasattr(value, "_metadata"):
            out._metadata = value._metadata
        return out
    if type(value) in (list, tuple, set):
        return type(value)(_copy(v, memo) for v in value)
    return value if _gradsight.is_unknown(value) else deepcopy(value, memo)


def _only_weights(value):
    if isinstance(value, torch.nn.Module):
        return False
    if isinstance(value, dict):
        return all(_only_weights(v) for v in value.values())
    if isinstance(value, (list, tuple, set)):
        return all(_only_weights(v) for v in value)
    return True


def save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True, _disable_byteorder_record=False):
    key = _key(f)
    if key is None:
        return
    if isinstance(key, str):
        parent = os.path.dirname(key)
        if parent and os.path.isdir(parent) is False:
            raise RuntimeError(f"Parent directory {parent} does not exist.")
        # The file only tells which of the copies is in it, so it may be moved and copied.
        mark = b"torch.save %d" % len(_kept)
        if hasattr(f, "write"):
            f.write(mark)
        else:
            with open(key, "wb") as file:
                file.write(mark)
        key = mark
    _kept[key] = (f, _copy(obj, _memo()))


def _mark_in(f, key):
    """What `save` left in a file, unknown when it is not ours."""
    if hasattr(f, "read"):
        f.seek(0)
        return f.read()
    with open(key, "rb") as file:
        return file.read()


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    key = _key(f)
    if isinstance(key, str):
        key = _mark_in(f, key)
    if key is None or _gradsight.is_unknown(key) or key not in _kept:
        return _gradsight.unknown("the contents of a file (torch.load)")
    kept = _kept[key][1]
    if weights_only is not False and not _only_weights(kept) and not torch.__version__.startswith("1."):
        import pickle

        raise pickle.UnpicklingError(
            "Weights only load failed. This file can still be loaded, to do so you have two options, \x1b[1mdo those steps only if you trust the source of the checkpoint\x1b[0m. \n\t(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. Do it only if you got the file from a trusted source."
        )
    return _copy(kept, _memo())


def add_safe_globals(safe_globals):
    return None
