import torch, torch.nn as nn
class M(nn.Module):
    def __init__(s):
        super().__init__(); s.l = nn.Linear(2,2); s.k = 3; s.register_buffer("b", torch.ones(1)); s.register_buffer("np", torch.ones(1), persistent=False)
    def get_extra_state(s): return {"k": s.k}
    def set_extra_state(s, st): s.k = st["k"]; print("set", st)
    def _load_from_state_dict(s, sd, prefix, lm, strict, mk, uk, em):
        print("load", prefix, lm, strict, list(sd)); super()._load_from_state_dict(sd, prefix, lm, strict, mk, uk, em)
    def _save_to_state_dict(s, dest, prefix, kv):
        super()._save_to_state_dict(dest, prefix, kv); dest[prefix + "more"] = torch.zeros(1)
m = nn.Sequential(M(), nn.BatchNorm1d(2))
m[0].register_state_dict_pre_hook(lambda mod, p, kv: print("pre", type(mod).__name__, p, kv))
m[0].register_state_dict_post_hook(lambda mod, sd, p, lm: print("post", list(sd), p, lm))
m.register_load_state_dict_post_hook(lambda mod, keys: print("loaded", keys))
m.register_load_state_dict_pre_hook(lambda mod, sd, p, lm, s, mk, uk, em: print("loading", type(mod).__name__, list(sd), p, lm))
m._register_load_state_dict_pre_hook(lambda sd, p, *a: print("raw", p, a))
sd = m.state_dict(); print(list(sd)); print(sd._metadata)
try: m.load_state_dict(sd)
except RuntimeError as e: print(e)
print(m.load_state_dict(sd, strict=False))
del sd["0.more"]; del sd["0.b"]; del sd["0._extra_state"]; sd["1.foo"] = 1; sd["zzz"] = 1; sd["0.l.bias"] = 3; sd["0.l.weight"] = torch.ones(3)
try: m.load_state_dict(sd)
except RuntimeError as e: print(e)
m[0].register_state_dict_post_hook(lambda mod, sd, p, lm: 3)
try: m.state_dict()
except RuntimeError as e: print(e)
m.set_submodule("0.l", nn.Identity()); print(m)
try: m.set_submodule("0.qq", nn.Identity(), strict=True)
except AttributeError as e: print(e)
try: m.set_submodule("0.q.r", nn.Identity())
except AttributeError as e: print(e)
try: nn.Linear(1,1).load_state_dict([1])
except TypeError as e: print(e)
print(nn.Linear(1,1).load_state_dict(nn.Linear(1,1).state_dict(), assign=True))
