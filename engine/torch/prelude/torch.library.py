"""torch.library: registrations that leave the functions they decorate as they are."""

__import__("_rest").unknown()


def _decorator(*args, **kwargs):
    def keep(function):
        return function

    return keep


def _register(name, *args, **kwargs):
    function = kwargs.get("func", None)
    for value in args:
        if callable(value):
            function = value
    return function if function is not None else _decorator()


register_fake = impl_abstract = register_kernel = impl = register_torch_dispatch = register_vmap = _register


def register_autograd(op, backward, /, *, setup_context=None, lib=None):
    pass


def define(*args, **kwargs):
    return _decorator()


class Library:
    def __init__(self, ns, kind, dispatch_key=""):
        self.ns = ns
        self.kind = kind

    def define(self, schema, *args, **kwargs):
        return schema.split("(")[0]

    def impl(self, name, function, *args, **kwargs):
        pass

    def fallback(self, function, *args, **kwargs):
        pass


class CustomOp:
    """A function of the program with a name; its formula for the backward decides as torch.autograd.Function does."""

    def __init__(self, name, function):
        self._name = name
        self._function = function
        self._backward = None
        self._setup = None
        self.__name__ = function.__name__

    def register_autograd(self, backward, /, *, setup_context=None):
        self._backward = backward
        self._setup = setup_context

    def register_fake(self, function, /):
        return function

    def register_kernel(self, device_types, function=None, /):
        return function if function is not None else _decorator()

    register_vmap = register_torch_dispatch = register_kernel

    def __call__(self, *args, **kwargs):
        if self._backward is None:
            return self._function(*args, **kwargs)
        import torch

        function, setup, formula = self._function, self._setup, self._backward

        class Formula(torch.autograd.Function):
            @staticmethod
            def forward(ctx, *inputs):
                output = function(*inputs, **kwargs)
                if setup is not None:
                    setup(ctx, inputs, output)
                return output

            @staticmethod
            def backward(ctx, *grads):
                return formula(ctx, *grads)

        return Formula.apply(*args)


def custom_op(name, fn=None, /, *, mutates_args=(), device_types=None, schema=None, tags=None):
    if fn is not None:
        return CustomOp(name, fn)
    return lambda function: CustomOp(name, function)


triton_op = custom_op
