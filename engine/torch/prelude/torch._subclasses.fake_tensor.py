"""torch._subclasses.fake_tensor: tensors without numbers are not modelled as a class."""
from _gradsight import unknown

__import__("_rest").unknown()

_Unknown = unknown("fake tensors are not modelled")


class FakeTensor(_Unknown):
    pass


class FakeTensorMode(_Unknown):
    pass
