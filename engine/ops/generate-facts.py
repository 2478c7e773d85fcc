"""Writes facts.generated.ts: what PyTorch publishes about its operators, as one line per operator.

Needs a Python with torch 2.13 (its wheel packages torchgen and the derivative definitions) and, as argument 1, the recorded
saved-tensor facts (shared/spec/probes/out/codegen_saved_213.json), whose `rows` were derived from the same definitions.
Fields, tab separated:
  schema | variants (f m) | python module | flags | node | differentiable inputs | saved inputs | saved outputs | not differentiable | not implemented
flags: c composite (its autograd is that of the ops inside), i has an in-place variant, m which is a method, o has an out= variant, v view, I the line itself is an in-place op.
saved inputs: `name` always, `name<a,b` only when a or b requires grad.
"""
import json
import os
import re
import sys

import torchgen
from torchgen.gen import parse_native_yaml
from torchgen.packaged.autograd.load_derivatives import load_derivatives

root = os.path.join(os.path.dirname(torchgen.__file__), "packaged/ATen/native")
functions = parse_native_yaml(root + "/native_functions.yaml", root + "/tags.yaml").native_functions
saved = json.load(open(sys.argv[1]))
rows = {}
for row in saved["rows"]:
    if row["key"] == "Default":
        rows[row["op"]] = row
views = set(saved["view_functions"])
skip = re.compile(r"^(_?(cudnn|miopen|mkldnn|fbgemm|nnpack|mps|xpu|vulkan|cslt|sobol|sparse|nested|fused|weight_int|test|assert|make_dep|fake_quant|foreach|amp|unsafe_masked|transform_bias|native_multi_head|transformer_encoder|efficient|flash|scaled_dot_product_(?!attention|flash_attention_for_cpu)|jagged|padded|print|propagate|rowwise|segment|shape_as|sym|thnn|to_sparse|use_|validate|version|wrapped|dyn_quant|dim[IV]|functional|has_|batch_norm_(?:backward|elemt|gather|stats|update|with_update)|scaled_mm|scaled_grouped|grouped|int_mm|convert|chunk_cat|copy_from|ctc_loss_|debug|dirichlet_grad|cast_|backward|aminmax|addmm_act|coalesc|compute_linear|conv_depthwise)|.*sparse|.*quant(?!ile)|.*cudnn|.*mkldnn|.*jagged|.*nested|.*_copy$|.*tensors?_with_dims)")
keep = {"_unique2", "_softmax", "_log_softmax", "_to_copy", "_unsafe_view", "_cdist_forward", "_weight_norm_interface", "_prelu_kernel", "_trilinear", "_ctc_loss", "_embedding_bag", "_aminmax", "_reshape_alias", "alias_copy", "diagonal_copy", "index_copy", "slice_copy", "lift_fresh_copy", "_fused_dropout", "_euclidean_dist", "rrelu_with_noise", "mkldnn_rnn_layer", "_native_batch_norm_legit", "_thnn_fused_lstm_cell", "copy"}
# The in-place form of a functional operator may carry another overload name (`pow_.Scalar` of `pow.Tensor_Scalar`): signatures tell.
inplace_of = {(f.func.name.name.base, str(f.func.signature().arguments)): f for f in functions if f.func.kind().name == "inplace"}
out = {(f.func.name.name.base, f.func.name.overload_name) for f in functions if f.func.kind().name == "out"}
outs = {b for b, _ in out}
infos, _ = load_derivatives(
    os.path.join(os.path.dirname(torchgen.__file__), "packaged/autograd/derivatives.yaml"), root + "/native_functions.yaml", root + "/tags.yaml"
)
# Outputs that never require grad, by operator.
constant = {}
for by_key in infos.values():
    info = by_key.get("Default")
    if not info:
        continue
    names = [r.name or (f"result{i}" if len(info.func.func.returns) > 1 else "result") for i, r in enumerate(info.func.func.returns)]
    if info.output_differentiability:
        constant[str(info.func.func.name)] = [n for n, d in zip(names, info.output_differentiability) if not d]
    elif info.derivatives and len(names) > 1 and not any(re.search(r"\bgrads\b", d.formula) or any(f"grad_{n}" in d.formula for n in names) for d in info.derivatives):
        # Formulas that read `grad` alone make the first output the only differentiable one.
        constant[str(info.func.func.name)] = names[1:]
functional_signatures = {(f.func.name.name.base, str(f.func.signature().arguments)) for f in functions if f.func.kind().name == "functional"}
lines = []
used = set()


def fields(f, op, flags):
    row = rows.get(op)
    if f.has_composite_implicit_autograd_kernel:
        flags += "c"
    if str(f.func.name.name.base) in views:
        flags += "v"
    variants = "".join(sorted(v.name[0] for v in f.variants))
    node = diff = ins = so = nd = ni = ""
    if row:
        node = row["node"] or ""
        diff = ",".join(row["diff_inputs"])
        ins = ",".join(n + ("" if g == "always" else "<" + "+".join(g)) for n, g in row["saves_inputs"].items())
        so = ",".join(row["saves_outputs"])
        nd = ",".join([*map(str, row["nondiff"]), *constant.get(op, [])])
        ni = ",".join(row["not_implemented"])
        used.add(op)
    lines.append("\t".join([str(f.func), variants, f.python_module or "", flags, node, diff, ins, so, nd, ni]))


for f in functions:
    kind = f.func.kind().name
    op = str(f.func.name)
    base = f.func.name.name.base
    if skip.match(base) and base not in keep and not (op in rows and not re.search("cudnn|miopen|mkldnn|sparse|nested|jagged|quant(?!ile)|foreach|fused|test_", op)):
        continue
    dunder = f.func.name.name.dunder_method
    # Its running statistics are written, like those of native_batch_norm, whose schema does not say so.
    if (kind == "functional" or base == "_native_batch_norm_legit" and kind == "mutable") and not dunder:
        over = f.func.name.overload_name
        written = inplace_of.get((base, str(f.func.signature().arguments)))
        if written is None and [str(a.type) for a in f.func.arguments.flat_all][:1] == ["Tensor"]:
            written = next((g for g in functions if str(g.func.name) == base + "_" + ("." + over if over else "")), None)
        flags = ("i" if written else "") + ("m" if written and "method" in [v.name for v in written.variants] else "") + ("o" if base in outs else "")
        fields(f, op, flags)
    elif kind == "inplace" and not dunder:
        over = f.func.name.overload_name
        functional = base + ("." + over if over else "")
        paired = (base, str(f.func.signature().arguments)) in functional_signatures
        if op in rows or not (paired or any(str(g.func.name) == functional for g in functions)):
            fields(f, op, "I")
text = "\n".join(lines)
assert "`" not in text and "${" not in text and "\\" not in text
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "facts.generated.ts"), "w") as g:
    g.write("/** Generated by generate-facts.py from what the torch 2.13 wheel publishes; do not edit. Format: see there. */\nexport const FACTS = `" + text + "`;\n")
missing = [r for r in rows if r not in used]
print(len(lines), "operators;", len(used), "of", len(rows), "derivative rows used; without:", missing[:400])
