"""
Plants one hazard at a random place of a working program: `python plant.py --seed S --count N FILE.py...` prints N JSON lines
{name, hazard, line, source}. The same seed gives the same mutants. Needs nothing but Python.
"""

import argparse
import ast
import json
import pathlib
import random

# What is asked of every mutant at its end: which parameters of which model have no gradient.
FOOTER = """
for _name, _value in sorted((k, v) for k, v in globals().items() if k[0] != "_" and isinstance(v, __import__("torch").nn.Module)):
    print("without gradient:", _name, [n for n, p in _value.named_parameters() if p.grad is None])
"""

WRITES = ["{0}.add_(1)", "{0}.mul_(2)", "{0}.zero_()", "{0}.relu_()", "{0}.exp_()", "{0} += 1", "{0} *= 2", "{0}[0] = 0", "{0}.data.add_(1)", "{0}.clamp_(-0.5, 0.5)", "{0}.t_()", "{0}.detach_()"]
CUTS = ["({0}).detach()", "({0}).data", "({0}).detach().requires_grad_()", "({0}).clone().detach()", "torch.from_numpy(({0}).detach().numpy())"]


class Program:
    """A program's text and syntax tree, and edits by place."""

    def __init__(self, text, executed=None):
        self.text = text
        # Lines that ever run; None for all.
        self.executed = executed
        self.lines = text.splitlines(keepends=True)
        self.tree = ast.parse(text)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line.encode()))
        for node in ast.walk(self.tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node

    def of(self, *kinds):
        return [n for n in ast.walk(self.tree) if isinstance(n, kinds) and self.runs(n)]

    def runs(self, node):
        """Whether a hazard at the node can do anything: of a definition, whether its body ran."""
        if self.executed is None or not hasattr(node, "lineno"):
            return True
        return (node.body[0] if isinstance(node, ast.FunctionDef) and len(node.body) == 1 else node.body[1] if isinstance(node, ast.FunctionDef) else node).lineno in self.executed

    def code(self, node):
        return ast.get_source_segment(self.text, node)

    def replace(self, node, code):
        data = self.text.encode()
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[node.end_lineno - 1] + node.end_col_offset
        return (data[:start] + code.encode() + data[end:]).decode()

    def insert(self, statement, code, after=True):
        """A line of its own before or after a statement that stands on lines of its own."""
        line = self.lines[statement.lineno - 1]
        indent = line[: len(line) - len(line.lstrip())]
        at = statement.end_lineno if after else statement.lineno - 1
        return "".join(self.lines[:at] + [f"{indent}{code}\n"] + self.lines[at:])

    def alone(self, statement):
        """Whether nothing else stands on the statement's lines."""
        first, last = self.lines[statement.lineno - 1], self.lines[statement.end_lineno - 1]
        return first[: statement.col_offset].strip() == "" and last.encode()[statement.end_col_offset :].decode().split("#")[0].strip() == ""


def is_method(node, *names):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def assignments(program):
    """`name = <call or arithmetic>` on lines of their own: most of them make tensors."""
    for s in program.of(ast.Assign):
        if len(s.targets) == 1 and isinstance(s.targets[0], ast.Name) and isinstance(s.value, (ast.Call, ast.BinOp, ast.Subscript)) and program.alone(s):
            yield s


def values(program):
    """Expressions that may be tensors: what is assigned, returned, passed on or combined."""
    for n in program.of(ast.Call, ast.BinOp, ast.Name):
        if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load):
            continue
        parent = n.parent
        if isinstance(parent, (ast.Return, ast.BinOp)) or isinstance(parent, ast.Assign) and parent.value is n or isinstance(parent, ast.Call) and n in parent.args:
            yield n


def inplace(program, rng):
    s = rng.choice(list(assignments(program)))
    return s.end_lineno + 1, program.insert(s, rng.choice(WRITES).format(s.targets[0].id))


def inplace_argument(program, rng):
    """The write goes to a parameter of a function, at the function's start or before its end."""
    functions = [f for f in program.of(ast.FunctionDef) if f.name != "__init__" and len(f.args.args) > (f.args.args[:1] and f.args.args[0].arg == "self") and program.alone(f.body[0])]
    f = rng.choice(functions)
    name = rng.choice([a.arg for a in f.args.args if a.arg != "self"])
    s = rng.choice([s for s in (f.body[0], f.body[-1]) if program.alone(s)])
    return s.lineno, program.insert(s, rng.choice(WRITES).format(name), after=False)


def detach(program, rng):
    n = rng.choice(list(values(program)))
    return n.lineno, program.replace(n, rng.choice(CUTS).format(program.code(n)))


def no_grad(program, rng):
    s = rng.choice([s for s in assignments(program) if s.lineno == s.end_lineno])
    line = program.lines[s.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    lines = program.lines[: s.lineno - 1] + [f"{indent}with torch.no_grad():\n", f"    {line}"] + program.lines[s.lineno :]
    return s.lineno + 1, "".join(lines)


def tensor_of_tensors(program, rng):
    stacks = [n for n in program.of(ast.Call) if isinstance(n.func, ast.Attribute) and n.func.attr in ("stack", "cat")]
    if stacks and rng.random() < 0.5:
        n = rng.choice(stacks)
        return n.lineno, program.replace(n, f"torch.tensor({program.code(n.args[0])})") if n.args else None
    n = rng.choice(list(values(program)))
    return n.lineno, program.replace(n, rng.choice(["torch.tensor({0})", "torch.tensor(({0}).tolist())", "torch.as_tensor(({0}).detach().numpy())"]).format(program.code(n)))


def parameter(program, rng):
    steps = [n.parent for n in program.of(ast.Call) if is_method(n, "step") and isinstance(n.parent, ast.Expr) and program.alone(n.parent)]
    models = [s.targets[0].id for s in assignments(program) if isinstance(s.parent, ast.Module) and isinstance(s.value, ast.Call)]
    if steps and models and rng.random() < 0.4:
        s, model = rng.choice(steps), rng.choice(models)
        return s.lineno, program.insert(s, f"for _n, _p in list({model}.named_parameters())[:1]: exec(f'{model}.{{_n}} = torch.nn.Parameter({model}.{{_n}} * 1)') if _n.count('.') == 0 else setattr({model}.get_submodule(_n.rpartition('.')[0]), _n.rpartition('.')[2], torch.nn.Parameter(_p * 1))", after=rng.random() < 0.5)
    n = rng.choice(list(values(program)))
    return n.lineno, program.replace(n, f"torch.nn.Parameter({program.code(n)})")


def backward_twice(program, rng):
    s = rng.choice([n.parent for n in program.of(ast.Call) if is_method(n, "backward") and isinstance(n.parent, ast.Expr) and program.alone(n.parent)])
    return s.end_lineno + 1, program.insert(s, program.code(s))


def retain(program, rng):
    """A `retain_graph=True` or `create_graph=True` that is needed goes, or one that is not comes."""
    calls = [n for n in program.of(ast.Call) if is_method(n, "backward", "grad")]
    n = rng.choice(calls)
    kept = [k for k in n.keywords if k.arg not in ("retain_graph", "create_graph")]
    if len(kept) < len(n.keywords):
        arguments = [program.code(a) for a in n.args] + [f"{k.arg}={program.code(k.value)}" for k in kept]
    else:
        arguments = [program.code(a) for a in n.args] + [f"{k.arg}={program.code(k.value)}" for k in n.keywords] + ["retain_graph=True"]
    return n.lineno, program.replace(n, f"{program.code(n.func)}({', '.join(arguments)})")


def step_between(program, rng):
    calls = program.of(ast.Call)
    steps = [program.code(n) for n in calls if is_method(n, "step", "zero_grad")]
    places = [n.parent for n in calls if is_method(n, "backward") and isinstance(n.parent, ast.Expr) and program.alone(n.parent)]
    s = rng.choice(places)
    return s.lineno, program.insert(s, rng.choice(steps), after=rng.random() < 0.2)


def step_moved(program, rng):
    """A step stands right behind some assignment, before what follows needs the old parameters."""
    steps = [program.code(n) for n in program.of(ast.Call) if is_method(n, "step")]
    inside = [s for s in assignments(program) if not any(isinstance(p, (ast.FunctionDef, ast.Lambda)) for p in parents(s)) and any(isinstance(p, (ast.For, ast.While)) for p in parents(s))]
    s = rng.choice(inside)
    return s.end_lineno + 1, program.insert(s, rng.choice(steps))


def unregistered(program, rng):
    """A layer in a list, a plain list for a ModuleList, a tensor for a Parameter."""
    found = []
    for n in program.of(ast.Call):
        name = n.func.attr if isinstance(n.func, ast.Attribute) else getattr(n.func, "id", "")
        owner = n.parent
        if name in ("ModuleList", "ParameterList") and n.args:
            found.append((n, program.code(n.args[0]) if isinstance(n.args[0], ast.List) else f"list({program.code(n.args[0])})"))
        elif name == "Parameter" and n.args:
            found.append((n, f"({program.code(n.args[0])}).requires_grad_()"))
        elif isinstance(owner, ast.Assign) and isinstance(owner.targets[0], ast.Attribute) and name in ("Linear", "Conv2d", "Conv1d", "Embedding", "LayerNorm", "BatchNorm2d", "BatchNorm1d", "GRU", "LSTM", "Sequential", "GRUCell", "LSTMCell"):
            found.append((n, f"(lambda held: lambda *args: held(*args))({program.code(n)})"))
    n, code = rng.choice(found)
    return n.lineno, program.replace(n, code)


HAZARDS = [inplace, inplace, inplace_argument, detach, no_grad, tensor_of_tensors, parameter, backward_twice, retain, step_between, step_moved, unregistered]


def parents(node):
    while hasattr(node, "parent"):
        node = node.parent
        yield node


def executed(file):
    """What package_programs.py noted."""
    noted = pathlib.Path(file).with_suffix(".lines")
    return set(json.loads(noted.read_text())) if noted.exists() else None


def mutants(files, seed, count):
    programs = [(f, Program(pathlib.Path(f).read_text(), executed(f))) for f in files]
    seen = set()
    rng = random.Random(seed)
    while len(seen) < count:
        file, program = rng.choice(programs)
        hazard = rng.choice(HAZARDS)
        try:
            line, source = hazard(program, rng)
            ast.parse(source)
        except (IndexError, SyntaxError, TypeError):
            continue
        if source in seen or source == program.text:
            continue
        seen.add(source)
        yield {"name": f"{pathlib.Path(file).stem}-{len(seen)}", "hazard": hazard.__name__, "line": line, "source": source + FOOTER}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    for mutant in mutants(sorted(arguments.files), arguments.seed, arguments.count):
        print(json.dumps(mutant))


if __name__ == "__main__":
    main()
