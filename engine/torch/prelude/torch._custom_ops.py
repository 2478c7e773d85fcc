"""torch._custom_ops: the older names of torch.library."""
from torch.library import register_fake as impl_abstract
from torch.library import custom_op

__import__("_rest").unknown()


def impl_backward(*args, **kwargs):
    return lambda function: function


impl = impl_save_for_backward = impl_backward
