"""torch._subclasses: the classes programs ask about; no tensor is of them."""
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode

__import__("_rest").unknown()
