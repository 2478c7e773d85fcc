"""Makes the corpora under test/probes again: `python test/oracle/record_probes.py FOLDER`, where FOLDER holds the lists of probes
(errors_list.py, semantics_list.py, view_alias.py, modules_chain.py, ops_list.py). Each probe becomes one program with its truth."""

import importlib
import json
import os
import re
import sys

import record

PROBES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "probes")

INPUT = re.compile(r"(\w+)=(\w+)\(([\d,]*)\)")


def snippets(text):
    """`## id` and the code below it; what it leaves in `result` is printed."""
    for block in re.split(r"^## ", text, flags=re.M):
        if block.strip():
            name, code = block.strip("\n").split("\n", 1)
            tail = "\nprint(result)" if re.search(r"\bresult\s*=", code) else ""
            yield name.strip(), "torch.manual_seed(0)\n" + code.strip() + tail + "\n"


def lines(text):
    return [line.strip() for line in text.strip().splitlines() if line.strip() and not line.startswith("#")]


def literal(path, name):
    """The string that is bound to `name` in a script that must not be run here."""
    with open(path, encoding="utf-8") as file:
        return re.search(rf'^{name} = r?"""(.*?)"""', file.read(), flags=re.M | re.S).group(1)


def aliases(folder):
    text = literal(os.path.join(folder, "view_alias.py"), "E").replace("\n", " ")
    for expression in dict.fromkeys(part.strip() for part in text.split(" | ")):
        yield expression, f"relate(lambda x: {expression})\n"


def modules(folder):
    for line in lines(literal(os.path.join(folder, "modules_chain.py"), "L")):
        made, given = line.split(" | ")
        yield line, f"layer(lambda: {made}, lambda: ({given},))\n"


def operators(folder):
    for line in lines(importlib.import_module("ops_list").OPS):
        expression, given = line.rsplit("|", 1)
        inputs = {name: (kind, tuple(int(n) for n in shape.split(",") if n)) for name, kind, shape in INPUT.findall(given)}
        yield line, f"probe(lambda {', '.join(inputs)}: {expression.strip()}, {inputs})\n"


def main():
    record.ensure_settings()
    folder = sys.argv[1]
    sys.path.insert(0, folder)
    record.preload()
    families = {
        "errors": snippets(importlib.import_module("errors_list").SNIPS),
        "transitions": snippets(importlib.import_module("semantics_list").SNIPS),
        "aliases": aliases(folder),
        "modules": modules(folder),
        "ops": operators(folder),
    }
    for family, programs in families.items():
        with open(os.path.join(PROBES, f"prelude-{family}.py"), encoding="utf-8") as file:
            prelude = file.read()
        with open(os.path.join(PROBES, f"{family}.jsonl"), "w", encoding="utf-8") as out:
            count = 0
            for name, body in programs:
                truth = record.run_forked(prelude + body, "program.py", PROBES)
                if truth is None:
                    print(f"{family}: {name} crashed")
                    continue
                count += 1
                entry = {"name": name, "body": body, "stdout": truth["stdout"], "warnings": truth["warnings"], "error": truth["error"]}
                out.write(json.dumps(entry, ensure_ascii=False) + "\n")
        print(f"{family}: {count} probes")


if __name__ == "__main__":
    main()
