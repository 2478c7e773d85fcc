"""DataParallel and its distributed relative on a machine without accelerators: the wrapped module does the work."""
import contextlib

import _gradsight
import torch
from torch.nn import Module

UNUSED = (
    "Expected to have finished reduction in the prior iteration before starting a new one. This error indicates that your module has parameters that were not used in producing loss. "
    "You can enable unused parameter detection by passing the keyword argument `find_unused_parameters=True` to `torch.nn.parallel.DistributedDataParallel`, and by \n"
    "making sure all `forward` function outputs participate in calculating loss. \n"
    "If you already have done the above, then the distributed data parallel module wasn't able to locate the output tensors in the return value of your module's `forward` function. "
    "Please include the loss function and the structure of the return value of `forward` of your module when reporting this issue (e.g. list, dict, iterable).\n"
    "Parameter indices which did not receive grad for rank 0: %s\n"
    " In addition, you can set the environment variable TORCH_DISTRIBUTED_DEBUG to either INFO or DETAIL to print out information about which particular parameters did not receive gradient on this rank as part of this error"
)


class DataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.module = module
        self.device_ids = []
        self.dim = dim

    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)


class DistributedDataParallel(Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0, broadcast_buffers=True, init_sync=True, process_group=None, bucket_cap_mb=None, find_unused_parameters=False, **options):
        super().__init__()
        self.module = module
        self.require_backward_grad_sync = True
        self._reduced = [p for p in module.parameters() if p.requires_grad]
        if not self._reduced:
            _gradsight.fail("DDP_FROZEN", "RuntimeError", "DistributedDataParallel is not needed when a module doesn't have any parameter that requires a gradient.")
        # Static graphs and the search for unused parameters wait for nobody.
        self._waits = not find_unused_parameters and not options.get("static_graph", False)
        self._ready = set()
        if self._waits:
            for index, p in enumerate(self._reduced):
                p.register_post_accumulate_grad_hook(self._hook(index))

    def _hook(self, index):
        ready = self._ready

        def arrived(p):
            if self.require_backward_grad_sync:
                ready.add(index)

        return arrived

    @contextlib.contextmanager
    def no_sync(self):
        before = self.require_backward_grad_sync
        self.require_backward_grad_sync = False
        try:
            yield
        finally:
            self.require_backward_grad_sync = before

    def forward(self, *inputs, **kwargs):
        if self._waits and torch.is_grad_enabled() and self.require_backward_grad_sync:
            missing = [i for i in range(len(self._reduced)) if i not in self._ready]
            started = len(self._ready) > 0
            self._ready.clear()
            if started and missing:
                _gradsight.fail("DDP_UNUSED", "RuntimeError", UNUSED % " ".join(str(i) for i in missing))
        return self.module(*inputs, **kwargs)
