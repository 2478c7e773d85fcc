import torch
def t(n, f):
    try: print(n, f())
    except RuntimeError as e: print(n, str(e)[:50])
with torch.inference_mode(): i = torch.ones(2,3); n0 = torch.ones(3)
norm = torch.ones(3)
with torch.inference_mode(): nv = norm[:1]; nd = norm.detach(); ndata = norm.data
for n, f in dict(i=lambda: i, data=lambda: i.data, detach=lambda: i.detach(), view=lambda: i.view(-1), idx=lambda: i[0], sl=lambda: i[:1], dsl=lambda: i.data[:1], ddata=lambda: i.data.data, detdet=lambda: i.detach().detach(), vdet=lambda: i.view(-1).detach(), detv=lambda: i.detach().view(-1), datadet=lambda: i.data.detach(), dataview=lambda: i.data.view(-1), t=lambda: i.t(), unsq=lambda: i.unsqueeze(0), exp=lambda: i.expand(2,2,3), chunk=lambda: i.chunk(2)[0], alias=lambda: torch.ops.aten.alias(i), asst=lambda: i.as_strided((2,),(1,)), nv=lambda: nv, nd=lambda: nd, ndata=lambda: ndata, reshape=lambda: i.reshape(-1), contiguous=lambda: i.contiguous(), to=lambda: i.to(torch.float32), real=lambda: i.real, vt=lambda: i.view_as(i), unb=lambda: i.unbind()[0], param=lambda: torch.nn.Parameter(i, False)).items():
    t(n, lambda: f().is_inference()); t(n, lambda: f()._version); t(n, lambda: f().add_(1)._version); t(n, lambda: f()._is_view()); t(n, lambda: f().is_leaf)
    with torch.inference_mode():
        t(n, lambda: f().is_inference()); t(n, lambda: f()._version); t(n, lambda: f().add_(1) is None)
a = i.detach(); b = a.detach(); a.add_(1); t("share", lambda: (a._version, b._version)); c = i.data; d = c.data; c.add_(1); t("share", lambda: (c._version, d._version)); t("i", lambda: i.add_(1)); e = a.view(-1);  t("share", lambda: (e._version))
