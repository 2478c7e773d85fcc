"""torch.distributed as rank 0 sees it. Collectives work on numbers only: what they fill in has no graph.

Where a script does not say how many processes there are, two are assumed; so are they where nobody has initialised, since somebody else will have.
What other processes send is not known. What else there is stays unknown.
"""
import torch
import _gradsight

__import__("_rest").unknown()

_world = {"initialized": False, "size": 2, "given": False, "rank": 0, "backend": "gloo"}


class ProcessGroup:
    pass


class ReduceOp:
    SUM = "SUM"
    AVG = "AVG"
    PRODUCT = "PRODUCT"
    MIN = "MIN"
    MAX = "MAX"
    BAND = "BAND"
    BOR = "BOR"
    BXOR = "BXOR"

    class RedOpType:
        SUM = "SUM"
        AVG = "AVG"
        PRODUCT = "PRODUCT"
        MIN = "MIN"
        MAX = "MAX"
        BAND = "BAND"
        BOR = "BOR"
        BXOR = "BXOR"
        PREMUL_SUM = "PREMUL_SUM"


class group:
    WORLD = ProcessGroup()


class Work:
    def wait(self, timeout=None):
        return True

    def is_completed(self):
        return True


def is_available():
    return True


def is_initialized():
    return _world["initialized"]


def is_torchelastic_launched():
    return False


def is_nccl_available():
    return False


def is_gloo_available():
    return True


def is_mpi_available():
    return False


def init_process_group(backend=None, init_method=None, timeout=None, world_size=-1, rank=-1, store=None, group_name="", pg_options=None, device_id=None):
    _world["initialized"] = True
    _world["backend"] = "gloo" if backend is None else backend
    if not _gradsight.is_unknown(world_size) and world_size > 0:
        _world["size"] = world_size
        _world["given"] = True
    if not _gradsight.is_unknown(rank) and 0 <= rank < _world["size"]:
        _world["rank"] = rank


def destroy_process_group(group=None):
    if not _world["initialized"]:
        raise AssertionError("Process group cannot be None")
    _world["initialized"] = False


def new_group(ranks=None, *args, **kwargs):
    return ProcessGroup()


def get_world_size(group=None):
    if not _world["given"]:
        _gradsight.assume()
    return _world["size"]


def get_rank(group=None):
    return _world["rank"]


def get_backend(group=None):
    return _world["backend"]


def barrier(group=None, async_op=False, device_ids=None):
    return Work() if async_op else None


def _from_others(tensor):
    """Another process computed it: its numbers are not known here."""
    other = torch.empty_like(tensor.detach())
    _gradsight.forget(other)
    return other


def _mixed_in_place(tensor):
    """The numbers of all processes come together in the memory of `tensor`; its version counter is not told."""
    if _world["size"] > 1 and isinstance(tensor, torch.Tensor):
        _gradsight.forget(tensor)


def all_reduce(tensor, op=ReduceOp.SUM, group=None, async_op=False):
    _mixed_in_place(tensor)
    return Work() if async_op else None


def reduce(tensor, dst=None, op=ReduceOp.SUM, group=None, async_op=False, group_dst=None):
    _mixed_in_place(tensor)
    return Work() if async_op else None


def broadcast(tensor, src=None, group=None, async_op=False, group_src=None):
    if src != _world["rank"]:
        _mixed_in_place(tensor)
    return Work() if async_op else None


def _write(target, own, is_own):
    with torch.no_grad():
        target.copy_(own if is_own else _from_others(target))
    if is_own:
        _gradsight.copied(own, target, "dist.all_gather")


def all_gather(tensor_list, tensor, group=None, async_op=False):
    for i, place in enumerate(tensor_list):
        _write(place, tensor, i == _world["rank"])
    return Work() if async_op else None


def all_gather_into_tensor(output_tensor, input_tensor, group=None, async_op=False):
    with torch.no_grad():
        parts = [input_tensor if i == _world["rank"] else _from_others(input_tensor) for i in range(_world["size"])]
        output_tensor.copy_(torch.cat(parts).view_as(output_tensor))
    _gradsight.copied(input_tensor, output_tensor, "dist.all_gather_into_tensor")
    return Work() if async_op else None


def gather(tensor, gather_list=None, dst=None, group=None, async_op=False, group_dst=None):
    for i, place in enumerate(gather_list or ()):
        _write(place, tensor, i == _world["rank"])
    return Work() if async_op else None
