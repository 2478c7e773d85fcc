"""A view, or a tensor that backward needs, is detached in place."""
import torch


def saved_tensor_bad():
    h = torch.randn(3, requires_grad=True) * 2
    y = h ** 2
    h.detach_()  # expect: detached-inplace which makes a new tensor
    y.sum().backward()  # raises: Trying to use a saved tensor that has been


def saved_tensor_fixed():
    h = torch.randn(3, requires_grad=True) * 2
    y = h ** 2
    h = h.detach()
    y.sum().backward()


def view_bad():
    h = torch.randn(3, requires_grad=True) * 2
    h[:2].detach_()  # expect: detached-inplace detaches a view in place  # raises: and gradient_as_bucket_view is set as True


def detach_again_ok():
    h = torch.randn(3, requires_grad=True) * 2
    y = h ** 2
    h = h.detach()
    y.sum().backward()
