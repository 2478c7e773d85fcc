"""torch.ops.torchvision: the operators that torchvision's compiled part registers, by the shapes of their results."""
import torch
from _gradsight import unknown
from torch.autograd import Function

class Operator:
    """All overloads of an operator; the function decides by its arguments."""

    def __init__(self, name, function):
        self.__name__ = self.__qualname__ = name
        self._function = function

    def __call__(self, *args, **kwargs):
        return self._function(*args, **kwargs)

    @property
    def default(self):
        return self

    def overloads(self):
        return ["default"]


def _operator(name, shape):
    """An operator whose result has the shape and depends on every tensor it is given but those that hold coordinates."""

    class Formula(Function):
        @staticmethod
        def forward(ctx, *args):
            ctx.given = args
            ctx.save_for_backward(*(a for a in args if isinstance(a, torch.Tensor)))
            return torch.empty(shape(*args), dtype=args[0].dtype)

        @staticmethod
        def backward(ctx, grad):
            ctx.saved_tensors
            return tuple(torch.empty_like(a) if isinstance(a, torch.Tensor) and needed else None for a, needed in zip(ctx.given, ctx.needs_input_grad))

    Formula.__name__ = Formula.__qualname__ = f"GeneratedBackwardFor_torchvision_{name}_default"
    return Formula.apply


def _rois(input, rois, spatial_scale, pooled_height, pooled_width, *rest):
    return rois.shape[0], input.shape[1], pooled_height, pooled_width


def _position_sensitive(input, rois, spatial_scale, pooled_height, pooled_width, *rest):
    return rois.shape[0], input.shape[1] // (pooled_height * pooled_width), pooled_height, pooled_width


def _convolved(input, weight, offset, *rest):
    return input.shape[0], weight.shape[0], offset.shape[2], offset.shape[3]


_align = _operator("roi_align", _rois)
_pool = _operator("roi_pool", _rois)
_ps_align = _operator("ps_roi_align", _position_sensitive)
_ps_pool = _operator("ps_roi_pool", _position_sensitive)
_deformed = _operator("deform_conv2d", _convolved)


def _roi_align(input, rois, *rest):
    return _align(input, rois.detach(), *rest)


def _with_argmax(operator):
    def pool(input, rois, *rest):
        output = operator(input, rois.detach(), *rest)
        return output, torch.empty(output.shape, dtype=torch.int32)

    return pool


def _nms(dets, scores, iou_threshold):
    # How many are kept depends on the numbers.
    return torch.empty(scores.shape, dtype=torch.bool).nonzero().squeeze(1)


roi_align = Operator("torchvision.roi_align", _roi_align)
roi_pool = Operator("torchvision.roi_pool", _with_argmax(_pool))
ps_roi_align = Operator("torchvision.ps_roi_align", _with_argmax(_ps_align))
ps_roi_pool = Operator("torchvision.ps_roi_pool", _with_argmax(_ps_pool))
deform_conv2d = Operator("torchvision.deform_conv2d", _deformed)
nms = Operator("torchvision.nms", _nms)
_cuda_version = Operator("torchvision._cuda_version", lambda: -1)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Operator("torchvision." + name, lambda *args, **kwargs: unknown(f"`torch.ops.torchvision.{name}` is not modelled"))
