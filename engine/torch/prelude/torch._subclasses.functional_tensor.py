"""torch._subclasses.functional_tensor: no tensor is of this class."""
from _gradsight import unknown

__import__("_rest").unknown()


class FunctionalTensor(unknown("functional tensors are not modelled")):
    pass
