"""Writes refusals.generated.ts: which element types PyTorch's CPU kernels refuse, and in which words (`$` stands for the scalar type).

    npx tsx test/ops/list-rows.ts | python engine/ops/generate-refusals.py     under PyTorch 2.13

Asked are operators with one tensor argument, whose answer depends on its element type alone.
"""

import pathlib
import re
import sys
import warnings

import torch

CLASSES = {
    "b": {"bool": "Bool"},
    "i": {"uint8": "Byte", "int8": "Char", "int16": "Short", "int32": "Int", "int64": "Long"},
    "h": {"float16": "Half", "bfloat16": "BFloat16"},
    "f": {"float32": "Float", "float64": "Double"},
    "c": {"complex64": "ComplexFloat", "complex128": "ComplexDouble"},
    # Beyond a byte next to nothing computes with unsigned numbers (one argument more, and they may become floats first).
    "u": {"uint16": "UInt16", "uint32": "UInt32", "uint64": "UInt64"},
}
SHAPES = [(3,), (2, 3), (2, 2), (1, 2, 4), (1, 2, 4, 4), (1, 2, 4, 4, 4)]
ONES = {"k", "n", "q", "chunks", "repeats", "correction", "size", "step", "length", "steps"}
# The dimension, a dtype argument, another argument's type or the name a composite gives decides as well.
ELSEWHERE = re.compile(r"^(_?(log_|safe_)?softmax|_log_softmax|mean|norm|histc|isin|.*_like|normal|linalg_|_linalg|_fft|var|std|renorm|cauchy|cholesky|geqrf|view_as|r?sub)")


def value_for(argument):
    kind = str(argument.type)
    if kind == "int":
        return int(argument.name in ONES)
    return {"List[int]": [0], "number": 1, "float": 1, "bool": False}[kind]


def call(name, shape, dtype):
    base, _, overload = name.partition(".")
    op = getattr(getattr(torch.ops.aten, base), overload or "default")
    arguments = [a for a in op._schema.arguments[1:] if not a.has_default_value()]
    positional = [value_for(a) for a in arguments if not a.kwarg_only]
    return op(torch.ones(shape, dtype=dtype), *positional, **{a.name: value_for(a) for a in arguments if a.kwarg_only})


def refusal(name, shape, dtype_name, scalar):
    try:
        call(name, shape, getattr(torch, dtype_name))
    except Exception as error:
        return f"{type(error).__name__}:" + re.sub(rf"\b{scalar}\b", "$", str(error))
    return None


def one_tensor(name):
    base, _, overload = name.partition(".")
    try:
        arguments = getattr(getattr(torch.ops.aten, base), overload or "default")._schema.arguments
    except AttributeError:
        return False
    tensors = [a for a in arguments if "Tensor" in str(a.type) and not a.has_default_value()]
    return len(tensors) == 1 and tensors[0] is arguments[0] and str(arguments[0].type) == "Tensor"


def takes_numbers(name):
    base, _, overload = name.partition(".")
    return any(str(a.type) == "number" for a in getattr(getattr(torch.ops.aten, base), overload or "default")._schema.arguments)


def works(name, shape):
    for dtype in (torch.float32, torch.int64):
        try:
            call(name, shape, dtype)
            return True
        except Exception:
            pass
    return False


def lines(names):
    for name in sorted(names):
        if base_in_place(name) or ELSEWHERE.match(name) or not one_tensor(name):
            continue
        shape = next((s for s in SHAPES if works(name, s)), None)
        if shape is None:
            continue
        texts = {}
        for letter, kinds in CLASSES.items():
            if letter == "u" and takes_numbers(name):
                continue
            told = {refusal(name, shape, dtype, scalar) for dtype, scalar in kinds.items()}
            if len(told) == 1 and None not in told:
                texts.setdefault(told.pop(), []).append(letter)
        for text, letters in texts.items():
            yield f"{name}|{''.join(letters)}|{text}"


def base_in_place(name):
    return name.partition(".")[0].endswith("_")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    body = "\n".join(lines(sys.stdin.read().split())).replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    path = pathlib.Path(__file__).parent / "refusals.generated.ts"
    path.write_text(
        f"/** Made by generate-refusals.py from PyTorch {torch.__version__.split('+')[0]}: operator, refused classes of element types, error. */\nexport const REFUSALS = `{body}`;\n"
    )
