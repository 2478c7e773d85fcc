"""torch.onnx: nothing is being exported."""

__import__("_rest").unknown()


def is_in_onnx_export():
    return False
