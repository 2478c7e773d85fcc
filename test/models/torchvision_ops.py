"""
torchvision's wheel carries operators compiled for a PyTorch with CUDA, which PyTorch's CPU wheel does not load. For recording, this
declares them and gives `nms` a body; `roi_align` has one in torchvision that is written in Python.
"""

import torch

LIBRARY = torch.library.Library("torchvision", "DEF")
NAMES = "nms qnms roi_align qroi_align _roi_align_backward ps_roi_align _ps_roi_align_backward roi_pool _roi_pool_backward ps_roi_pool _ps_roi_pool_backward deform_conv2d _deform_conv2d_backward"
for name in NAMES.split():
    LIBRARY.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor" if name == "nms" else f"{name}(Tensor input) -> Tensor")


def nms(boxes, scores, threshold):
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept, order = [], scores.argsort(descending=True, stable=True)
    while order.numel() > 0:
        first, rest = order[0], order[1:]
        kept.append(first)
        corner = torch.max(boxes[first, :2], boxes[rest, :2])
        size = (torch.min(boxes[first, 2:], boxes[rest, 2:]) - corner).clamp(min=0)
        shared = size[:, 0] * size[:, 1]
        order = rest[shared / (area[first] + area[rest] - shared) <= threshold]
    return torch.stack(kept) if kept else torch.empty(0, dtype=torch.int64)


LIBRARY.impl("nms", nms, "CPU")


def allow():
    """Called once torchvision is imported."""
    import torchvision.ops.boxes

    torchvision.ops.boxes._assert_has_ops = lambda: None
