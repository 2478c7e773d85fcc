"""Remote calls: refused until they are initialised; what comes then is not known."""
import functools

__import__("_rest").unknown()


def _is_current_rpc_agent_set():
    return False


def _require_initialized(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        if not _is_current_rpc_agent_set():
            raise RuntimeError("RPC has not been initialized. Call torch.distributed.rpc.init_rpc first.")
        return func(*args, **kwargs)

    return wrapper
