import torch, torch.nn as nn
m = nn.Linear(2,1)
o = torch.optim.SGD(m.parameters(), lr=0.1)
o.register_state_dict_pre_hook(lambda opt: print("pre")); o.register_state_dict_post_hook(lambda opt, sd: print("post", list(sd)))
o.register_load_state_dict_pre_hook(lambda opt, sd: print("lpre")); o.register_load_state_dict_post_hook(lambda opt: print("lpost"))
o.register_step_pre_hook(lambda opt, a, k: print("spre", a, k)); o.register_step_post_hook(lambda opt, a, k: print("spost"))
from torch.optim.optimizer import register_optimizer_step_pre_hook as R1, register_optimizer_step_post_hook as R2
h = R1(lambda opt, a, k: print("gpre", type(opt).__name__)); h2 = R2(lambda opt, a, k: print("gpost"))
m(torch.ones(1,2)).sum().backward(); o.step(); o.load_state_dict(o.state_dict()); h.remove(); h2.remove(); o.step(lambda: torch.tensor(1.))
