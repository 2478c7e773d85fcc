"""
Programs of one file made of real model sources, for planting: `PYTHONPATH=SITE python package_programs.py TARGET [words...]` writes, for each
timm and torchvision classifier of test/models/catalogue.json, the text of the module that defines it with its imports made absolute and two
training steps at the end, and NAME.lines: what PyTorch executed of it, since a hazard in a line that never runs is none.
"""

import io
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent / "../models"))
import torchvision_ops  # noqa: E402, F401  before torchvision

# The last lines of every program; the hazards need steps of their own to stand between.
TRAIN = """

torch.manual_seed(0)
model = {call}
inputs = torch.randn(2, 3, {size}, {size})
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for step in range(2):
    optimizer.zero_grad()
    output = model(inputs)
    loss = output.pow(2).mean()
    loss.backward()
    optimizer.step()
print(tuple(output.shape))
"""


def absolute(text, package):
    """`from ._builder import x` as seen from outside; a module registers its models a second time, which torchvision refuses."""
    parts = package.split(".")
    text = re.sub(r"^(\s*from )(\.+)(\w[\w.]*)? import", lambda m: f"{m[1]}{'.'.join(parts[: len(parts) + 1 - len(m[2])] + ([m[3]] if m[3] else []))} import", text, flags=re.M)
    text = re.sub(r"^(\s*)register_model_deprecations\(", r"\1(lambda *_: None)(", text, flags=re.M)
    return re.sub(r"^@register_model(\(\))?\n", "", text, flags=re.M) if package.startswith("torchvision") else text


def programs(words):
    import timm
    import torchvision

    catalogue = json.loads((pathlib.Path(__file__).parent / "../models/catalogue.json").read_text())
    seen = set()
    for group in catalogue:
        if group["group"] not in ("timm/convolutional", "timm/transformer", "torchvision/classification"):
            continue
        for entry in group["models"]:
            name = entry if isinstance(entry, str) else entry["name"]
            if words and not any(word in f"{group['group']}/{name}" for word in words):
                continue
            package = group["group"].split("/")[0]
            if package == "timm":
                function = timm.models.model_entrypoint(name)
                size = 96 if group["group"] == "timm/convolutional" else timm.models.get_pretrained_cfg(name).input_size[-1]
            else:
                function = torchvision.models.get_model_builder(name)
                size = entry.get("size", group["size"]) if isinstance(entry, dict) else group["size"]
            module = sys.modules[function.__module__]
            # One model of each source: the others differ in sizes.
            if module in seen or size > 260:
                continue
            seen.add(module)
            text = absolute(pathlib.Path(module.__file__).read_text(), module.__package__)
            call = f"{function.__name__}(num_classes=10)"
            yield f"{package}-{name}", text + "\n\nimport torch\n" + TRAIN.format(call=call, size=size)


def executed(text, name):
    """Lines that ran, in this process, which is used up by it."""
    lines = set()

    def local(frame, event, _):
        if event == "line":
            lines.add(frame.f_lineno)
        return local

    def enter(frame, event, _):
        return local if frame.f_code.co_filename == name else None

    import types

    main = types.ModuleType("__main__")
    main.__dict__["__file__"] = name
    sys.modules["__main__"] = main
    sys.stdout = io.StringIO()
    sys.settrace(enter)
    try:
        exec(compile(text, name, "exec"), main.__dict__)
    finally:
        sys.settrace(None)
        sys.stdout = sys.__stdout__
    return sorted(lines)


def main():
    if sys.argv[1] == "--trace":
        path = pathlib.Path(sys.argv[2])
        path.with_suffix(".lines").write_text(json.dumps(executed(path.read_text(), path.name)))
        return
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for name, text in programs(sys.argv[2:]):
        path = target / f"{name}.py"
        path.write_text(text)
        done = subprocess.run([sys.executable, __file__, "--trace", str(path)], env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True)
        print(name, "ready" if done.returncode == 0 else f"left out: {done.stderr.strip().splitlines()[-1]}")
        if done.returncode != 0:
            path.unlink()


if __name__ == "__main__":
    main()
