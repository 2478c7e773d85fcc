"""A CPU build has no other device: what asks for one raises, what only mentions it does not."""
import torch
import torch.nn as nn

x = torch.ones(2)


def attempt(name, f):
    try:
        print(name, f())
    except (AssertionError, RuntimeError, AttributeError) as error:
        print(name, type(error).__name__, str(error)[:120])


attempt("device", lambda: torch.device("cuda"))
attempt("available", lambda: torch.cuda.is_available())
attempt("count", lambda: torch.cuda.device_count())
attempt("to", lambda: x.to("cuda"))
attempt("to a device", lambda: x.to(torch.device("cuda:1")))
attempt("to a number", lambda: x.to(0))
attempt("cuda", lambda: x.cuda())
attempt("cuda of a number", lambda: x.cuda(0))
attempt("factory", lambda: torch.zeros(2, device="cuda"))
attempt("tensor", lambda: torch.tensor([1.0], device="cuda"))
attempt("like", lambda: torch.zeros_like(x, device="cuda"))
attempt("module", lambda: nn.Linear(1, 1).to("cuda"))
attempt("module cuda", lambda: nn.Linear(1, 1).cuda())
attempt("module made there", lambda: nn.Linear(1, 1, device="cuda"))
attempt("nothing to move", lambda: nn.ReLU().to("cuda"))
attempt("synchronize", lambda: torch.cuda.synchronize())
attempt("empty_cache", lambda: torch.cuda.empty_cache())
attempt("current_device", lambda: torch.cuda.current_device())
attempt("set_device", lambda: torch.cuda.set_device(0))
attempt("seed", lambda: torch.cuda.manual_seed_all(0))
attempt("no such type", lambda: torch.device("gpu"))
attempt("no index", lambda: torch.device("cuda:x"))
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
attempt("the usual way", lambda: (x.to(device) * 2).sum())
