"""Optimizer: parameter groups, state, the checks of the constructor in PyTorch's order, and the bookkeeping all algorithms share."""
import warnings
from collections import OrderedDict, defaultdict
from copy import deepcopy
from functools import wraps

import torch
import _gradsight


class _RequiredParameter:
    def __repr__(self):
        return "<required parameter>"


required = _RequiredParameter()


_global_pre_hooks = OrderedDict()
_global_post_hooks = OrderedDict()


def _hooked(step):
    """`step` of a class, with the hooks around it."""

    @wraps(step)
    def with_hooks(*args, **kwargs):
        self, *_ = args
        for hook in [*_global_pre_hooks.values(), *self._optimizer_step_pre_hooks.values()]:
            result = hook(self, args, kwargs)
            if result is not None:
                if not (isinstance(result, tuple) and len(result) == 2):
                    raise RuntimeError(f"{step} must return None or a tuple of (new_args, new_kwargs), but got {result}.")
                args, kwargs = result
        out = step(*args, **kwargs)
        for hook in [*self._optimizer_step_post_hooks.values(), *_global_post_hooks.values()]:
            hook(self, args, kwargs)
        return out

    with_hooks.hooked = True
    return with_hooks


def _hook_class(cls):
    if not hasattr(cls.step, "hooked"):
        cls.step = _hooked(cls.step)


def register_optimizer_step_pre_hook(hook):
    return _kept(_global_pre_hooks, hook)


def register_optimizer_step_post_hook(hook):
    return _kept(_global_post_hooks, hook)


def _kept(hooks, hook, prepend=False):
    handle = _Handle(hooks, object())
    hooks[handle._key] = hook
    if prepend:
        hooks.move_to_end(handle._key, last=False)
    return handle


class _Handle:
    def __init__(self, hooks, key):
        self._hooks = hooks
        self._key = key

    def remove(self):
        self._hooks.pop(self._key, None)


def _for_param(param, value, key=None):
    """Loaded state in the type of its parameter: the very same tensors where they have it already."""
    if isinstance(value, torch.Tensor):
        return value.to(dtype=param.dtype, device=param.device) if key != "step" and param.is_floating_point() else value
    if isinstance(value, dict):
        return {k: _for_param(param, v, k) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_for_param(param, v) for v in value)
    return value


class Optimizer:
    def __init__(self, params, defaults):
        self.defaults = defaults
        self._optimizer_step_pre_hooks = OrderedDict()
        self._optimizer_step_post_hooks = OrderedDict()
        self._optimizer_state_dict_pre_hooks = OrderedDict()
        self._optimizer_state_dict_post_hooks = OrderedDict()
        self._optimizer_load_state_dict_pre_hooks = OrderedDict()
        self._optimizer_load_state_dict_post_hooks = OrderedDict()
        if _global_pre_hooks or _global_post_hooks:
            _hook_class(self.__class__)
        if not _gradsight.is_unknown(params) and isinstance(params, torch.Tensor):
            _gradsight.fail("OPT_TENSOR", "TypeError", "params argument given to the optimizer should be an iterable of Tensors or dicts, but got " + _gradsight.type_text(params))
        self.state = defaultdict(dict)
        self.param_groups = []
        if _gradsight.is_unknown(params):
            _gradsight.event("optimizer-unknown", optimizer=self)
            return
        param_groups = list(params)
        if len(param_groups) == 0:
            _gradsight.fail("OPT_EMPTY", "ValueError", "optimizer got an empty parameter list")
        if _gradsight.is_unknown(param_groups[0]) or not isinstance(param_groups[0], dict):
            param_groups = [{"params": param_groups}]
        for group in param_groups:
            self.add_param_group(group)
        _gradsight.event("optimizer", optimizer=self)

    def add_param_group(self, param_group):
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, torch.Tensor):
            param_group["params"] = [params]
        elif isinstance(params, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead."
            )
        else:
            param_group["params"] = list(params)
        extracted = []
        names = []
        for param in param_group["params"]:
            if isinstance(param, tuple):
                names.append(param[0])
                extracted.append(param[1])
            else:
                extracted.append(param)
        param_group["params"] = extracted
        if names and len(names) != len(extracted):
            raise ValueError("all optimizer params should be with/without names. Some param names are missing")
        if any(("param_names" in group) != bool(names) for group in self.param_groups) and not any(_gradsight.is_unknown(p) for p in extracted):
            which = "without" if not names else "with"
            raise ValueError(f"all optimizer param groups should be with/without names. cannot add param group {which} names to the optimizer")
        if names:
            param_group["param_names"] = names
        for param in extracted:
            if _gradsight.is_unknown(param):
                continue
            if not isinstance(param, torch.Tensor):
                _gradsight.fail("OPT_NONTENSOR", "TypeError", "optimizer can only optimize Tensors, but one of the params is " + _gradsight.type_text(param))
            if not self.defaults.get("differentiable", None) and not (param.is_leaf or param.retains_grad):
                _gradsight.fail("OPT_NONLEAF", "ValueError", "can't optimize a non-leaf Tensor", param)
        for name, default in self.defaults.items():
            if default is required and name not in param_group:
                raise ValueError(f"parameter group didn't specify a value of required optimization parameter {name}")
            param_group.setdefault(name, default)
        if len(extracted) != len(set(extracted)):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; see github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=3,
            )
        seen = set()
        for group in self.param_groups:
            seen.update(set(p for p in group["params"] if not _gradsight.is_unknown(p)))
        if not seen.isdisjoint(set(p for p in param_group["params"] if not _gradsight.is_unknown(p))):
            _gradsight.fail("OPT_DUP_GROUPS", "ValueError", "some parameters appear in more than one parameter group")
        self.param_groups.append(param_group)
        _gradsight.event("optimizer-group", optimizer=self, params=extracted)

    def __repr__(self):
        text = self.__class__.__name__ + " ("
        for i, group in enumerate(self.param_groups):
            text += f"\nParameter Group {i}\n"
            text += "".join(f"    {key}: {group[key]}\n" for key in sorted(group.keys()) if key != "params")
        return text + ")"

    def zero_grad(self, set_to_none=True):
        for group in self.param_groups:
            for p in group["params"]:
                _gradsight.zero_grad(p, set_to_none)
        _gradsight.event("optimizer-zero-grad", optimizer=self)

    def step(self, closure=None):
        raise NotImplementedError

    def _closure_loss(self, closure):
        if closure is None:
            return None
        with torch.enable_grad():
            return closure()

    def _begin_step(self):
        _gradsight.event("optimizer-step", optimizer=self)

    def register_step_pre_hook(self, hook):
        _hook_class(self.__class__)
        return _kept(self._optimizer_step_pre_hooks, hook)

    def register_step_post_hook(self, hook):
        _hook_class(self.__class__)
        return _kept(self._optimizer_step_post_hooks, hook)

    def register_state_dict_pre_hook(self, hook, prepend=False):
        return _kept(self._optimizer_state_dict_pre_hooks, hook, prepend)

    def register_state_dict_post_hook(self, hook, prepend=False):
        return _kept(self._optimizer_state_dict_post_hooks, hook, prepend)

    def register_load_state_dict_pre_hook(self, hook, prepend=False):
        return _kept(self._optimizer_load_state_dict_pre_hooks, hook, prepend)

    def register_load_state_dict_post_hook(self, hook, prepend=False):
        return _kept(self._optimizer_load_state_dict_post_hooks, hook, prepend)

    def state_dict(self):
        for hook in self._optimizer_state_dict_pre_hooks.values():
            hook(self)
        numbers = {}
        groups = []
        for group in self.param_groups:
            packed = {k: v for k, v in group.items() if k != "params"}
            for p in group["params"]:
                if p not in numbers:
                    numbers[p] = len(numbers)
            packed["params"] = [numbers[p] for p in group["params"]]
            groups.append(packed)
        state = {(numbers[k] if isinstance(k, torch.Tensor) else k): v for k, v in self.state.items()}
        made = {"state": state, "param_groups": groups}
        for hook in self._optimizer_state_dict_post_hooks.values():
            result = hook(self, made)
            if result is not None:
                made = result
        return made

    def load_state_dict(self, state_dict):
        if _gradsight.is_unknown(state_dict):
            self.state = defaultdict(dict)
            return
        state_dict = state_dict.copy()
        for hook in self._optimizer_load_state_dict_pre_hooks.values():
            result = hook(self, state_dict)
            if result is not None:
                state_dict = result
        groups = self.param_groups
        saved_groups = deepcopy(state_dict["param_groups"])
        if len(groups) != len(saved_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        if any(len(g["params"]) != len(s["params"]) for g, s in zip(groups, saved_groups)):
            raise ValueError("loaded state dict contains a parameter group that doesn't match the size of optimizer's group")
        by_number = {}
        for g, s in zip(groups, saved_groups):
            for n, p in zip(s["params"], g["params"]):
                by_number[n] = p
        state = defaultdict(dict)
        for k, v in state_dict["state"].items():
            if k in by_number:
                state[by_number[k]] = _for_param(by_number[k], v)
            else:
                state[k] = v
        new_groups = []
        for g, s in zip(groups, saved_groups):
            s["params"] = g["params"]
            new_groups.append(s)
        self.state = state
        self.param_groups = new_groups
        for hook in self._optimizer_load_state_dict_post_hooks.values():
            hook(self)


class PerParameter(Optimizer):
    """Algorithms that say in `_update` what one step does to one parameter."""

    @torch.no_grad()
    def step(self, closure=None):
        loss = self._closure_loss(closure)
        self._begin_step()
        for group in self.param_groups:
            for param in group["params"]:
                grad = param.grad
                if grad is not None:
                    self._update(param, grad, self.state[param], group)
        return loss

    def _rewrite(self, param):
        """A write whose numbers are left open."""
        _gradsight.bump(param, "add_")
        _gradsight.forget(param)
