"""CPython's own reading of Python files, in the shape of engine/syntax/nodes.ts: one JSON line per file.

Usage: syntax_oracle.py FILE... (or file names on standard input). Spans are UTF-16 offsets, like ours.
"""
import ast
import json
import symtable
import sys

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "MatMult": "@",
    "BitAnd": "&", "BitOr": "|", "BitXor": "^", "LShift": "<<", "RShift": ">>",
    "USub": "-", "UAdd": "+", "Invert": "~", "Not": "not", "And": "and", "Or": "or",
    "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Eq": "==", "NotEq": "!=", "Is": "is", "IsNot": "is not", "In": "in", "NotIn": "not in",
}  # fmt: skip


def utf16(text):
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def source_lines(text):
    """Lines as the tokenizer counts them, each with its line break, and their UTF-16 offsets."""
    lines, start = [], 0
    while start < len(text):
        at = start
        while at < len(text) and text[at] not in "\r\n":
            at += 1
        at += 2 if text[at : at + 2] == "\r\n" else 1
        lines.append(text[start:at])
        start = at
    offsets, at = [], 0
    for line in lines:
        offsets.append(at)
        at += utf16(line)
    return lines, offsets + [at]


class Reader:
    def __init__(self, text):
        self.lines, self.offsets = source_lines(text)
        self.lines.append("")
        self.class_name = None
        self.in_fstring = False

    def offset(self, line, column):
        prefix = self.lines[line - 1].encode("utf-8", "surrogatepass")[:column].decode("utf-8", "surrogatepass")
        bom = 1 if line == 1 and self.lines[0].startswith("\ufeff") else 0
        return self.offsets[line - 1] + utf16(prefix) + bom

    def span(self, node):
        # Before 3.12 the positions inside f-strings are unreliable.
        if self.in_fstring:
            return None
        return [self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)]

    def mangle(self, name):
        if self.class_name is None or not name.startswith("__") or name.endswith("__") or "." in name:
            return name
        owner = self.class_name.lstrip("_")
        return f"_{owner}{name}" if owner else name

    def all(self, nodes):
        return [self.read(node) for node in nodes]

    def opt(self, node):
        return None if node is None else self.read(node)

    def read(self, node):
        kind = type(node).__name__
        method = getattr(self, "read_" + kind, None)
        result = method(node) if method else {}
        result.setdefault("kind", kind)
        if isinstance(node, (ast.expr, ast.stmt, ast.pattern)):
            result["span"] = self.span(node)
        return result

    def read_Name(self, node):
        return {"id": self.mangle(node.id)}

    def read_Constant(self, node):
        value = node.value
        if value is None or value is ...:
            return {"type": "None" if value is None else "Ellipsis", "value": None}
        if isinstance(value, bool):
            return {"type": "bool", "value": value}
        if isinstance(value, int):
            return {"type": "int", "value": str(value) if value.bit_length() < 4000 else hex(value)}
        if isinstance(value, float):
            return {"type": "float", "value": repr(value)}
        if isinstance(value, complex):
            return {"type": "imag", "value": repr(value.imag)}
        if isinstance(value, bytes):
            return {"type": "bytes", "value": value.decode("latin-1")}
        return {"type": "str", "value": value}

    def read_JoinedStr(self, node):
        outer, self.in_fstring = self.in_fstring, True
        values = [self.read(value) for value in node.values]
        self.in_fstring = outer
        return {"values": values}

    def read_FormattedValue(self, node):
        conversion = None if node.conversion < 0 else chr(node.conversion)
        return {"value": self.read(node.value), "conversion": conversion, "formatSpec": self.opt(node.format_spec)}

    def read_BinOp(self, node):
        return {"op": OPERATORS[type(node.op).__name__], "left": self.read(node.left), "right": self.read(node.right)}

    def read_UnaryOp(self, node):
        return {"op": OPERATORS[type(node.op).__name__], "operand": self.read(node.operand)}

    def read_BoolOp(self, node):
        return {"op": OPERATORS[type(node.op).__name__], "values": self.all(node.values)}

    def read_Compare(self, node):
        return {"left": self.read(node.left), "ops": [OPERATORS[type(op).__name__] for op in node.ops], "comparators": self.all(node.comparators)}

    def keywords(self, nodes):
        return [{"arg": node.arg, "value": self.read(node.value), "span": self.span(node)} for node in nodes]

    def read_Call(self, node):
        return {"func": self.read(node.func), "args": self.all(node.args), "keywords": self.keywords(node.keywords)}

    def read_IfExp(self, node):
        return {"test": self.read(node.test), "body": self.read(node.body), "orelse": self.read(node.orelse)}

    def read_Attribute(self, node):
        return {"value": self.read(node.value), "attr": self.mangle(node.attr)}

    def read_Subscript(self, node):
        return {"value": self.read(node.value), "slice": self.read(node.slice)}

    def read_Slice(self, node):
        return {"lower": self.opt(node.lower), "upper": self.opt(node.upper), "step": self.opt(node.step)}

    def read_Tuple(self, node):
        return {"elts": self.all(node.elts)}

    read_List = read_Set = read_Tuple

    def read_Dict(self, node):
        return {"keys": [self.opt(key) for key in node.keys], "values": self.all(node.values)}

    def generators(self, node):
        return [{"target": self.read(g.target), "iter": self.read(g.iter), "ifs": self.all(g.ifs), "isAsync": bool(g.is_async)} for g in node.generators]

    def read_ListComp(self, node):
        return {"elt": self.read(node.elt), "generators": self.generators(node)}

    read_SetComp = read_GeneratorExp = read_ListComp

    def read_DictComp(self, node):
        return {"key": self.read(node.key), "value": self.read(node.value), "generators": self.generators(node)}

    def read_Lambda(self, node):
        return {"args": self.arguments(node.args), "body": self.read(node.body)}

    def read_Starred(self, node):
        return {"value": self.read(node.value)}

    read_Await = read_YieldFrom = read_Starred

    def read_Yield(self, node):
        return {"value": self.opt(node.value)}

    def read_NamedExpr(self, node):
        return {"target": self.read(node.target), "value": self.read(node.value)}

    def arguments(self, node):
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        made = [self.arg(arg, default) for arg, default in zip(positional, defaults)]
        return {
            "posonly": made[: len(node.posonlyargs)],
            "args": made[len(node.posonlyargs) :],
            "vararg": node.vararg and self.arg(node.vararg, None),
            "kwonly": [self.arg(arg, default) for arg, default in zip(node.kwonlyargs, node.kw_defaults)],
            "kwarg": node.kwarg and self.arg(node.kwarg, None),
        }

    def arg(self, node, default):
        return {"name": self.mangle(node.arg), "annotation": self.opt(node.annotation), "default": self.opt(default)}

    def read_FunctionDef(self, node):
        return {
            "kind": "FunctionDef", "name": node.name, "target": self.mangle(node.name), "args": self.arguments(node.args), "body": self.all(node.body),
            "decorators": self.all(node.decorator_list), "returns": self.opt(node.returns), "isAsync": isinstance(node, ast.AsyncFunctionDef), "docstring": ast.get_docstring(node, clean=False),
        }  # fmt: skip

    read_AsyncFunctionDef = read_FunctionDef

    def read_ClassDef(self, node):
        head = {"name": node.name, "target": self.mangle(node.name), "bases": self.all(node.bases), "keywords": self.keywords(node.keywords), "decorators": self.all(node.decorator_list)}
        outer, self.class_name = self.class_name, node.name
        body = self.all(node.body)
        self.class_name = outer
        return {**head, "body": body, "docstring": ast.get_docstring(node, clean=False)}

    def read_Return(self, node):
        return {"value": self.opt(node.value)}

    def read_Delete(self, node):
        return {"targets": self.all(node.targets)}

    def read_Assign(self, node):
        return {"targets": self.all(node.targets), "value": self.read(node.value)}

    def read_AugAssign(self, node):
        return {"target": self.read(node.target), "op": OPERATORS[type(node.op).__name__], "value": self.read(node.value)}

    def read_AnnAssign(self, node):
        return {"target": self.read(node.target), "annotation": self.read(node.annotation), "value": self.opt(node.value)}

    def read_For(self, node):
        return {"kind": "For", "target": self.read(node.target), "iter": self.read(node.iter), "body": self.all(node.body), "orelse": self.all(node.orelse), "isAsync": isinstance(node, ast.AsyncFor)}

    read_AsyncFor = read_For

    def read_While(self, node):
        return {"test": self.read(node.test), "body": self.all(node.body), "orelse": self.all(node.orelse)}

    read_If = read_While

    def read_With(self, node):
        items = [{"context": self.read(item.context_expr), "target": self.opt(item.optional_vars)} for item in node.items]
        return {"kind": "With", "items": items, "body": self.all(node.body), "isAsync": isinstance(node, ast.AsyncWith)}

    read_AsyncWith = read_With

    def read_Match(self, node):
        return {"subject": self.read(node.subject), "cases": [{"pattern": self.read(case.pattern), "guard": self.opt(case.guard), "body": self.all(case.body)} for case in node.cases]}

    def read_MatchValue(self, node):
        return {"value": self.read(node.value)}

    def read_MatchSingleton(self, node):
        return {"value": node.value}

    def read_MatchSequence(self, node):
        return {"patterns": self.all(node.patterns)}

    read_MatchOr = read_MatchSequence

    def read_MatchMapping(self, node):
        return {"keys": self.all(node.keys), "patterns": self.all(node.patterns), "rest": node.rest and self.mangle(node.rest)}

    def read_MatchClass(self, node):
        return {"cls": self.read(node.cls), "patterns": self.all(node.patterns), "kwdAttrs": list(node.kwd_attrs), "kwdPatterns": self.all(node.kwd_patterns)}

    def read_MatchStar(self, node):
        return {"name": node.name and self.mangle(node.name)}

    def read_MatchAs(self, node):
        return {"pattern": self.opt(node.pattern), "name": node.name and self.mangle(node.name)}

    def read_Raise(self, node):
        return {"exc": self.opt(node.exc), "cause": self.opt(node.cause)}

    def read_Try(self, node):
        handlers = [{"type": self.opt(h.type), "name": h.name and self.mangle(h.name), "body": self.all(h.body)} for h in node.handlers]
        return {"kind": "Try", "body": self.all(node.body), "handlers": handlers, "orelse": self.all(node.orelse), "finalbody": self.all(node.finalbody), "isStar": type(node).__name__ == "TryStar"}

    read_TryStar = read_Try

    def read_Assert(self, node):
        return {"test": self.read(node.test), "msg": self.opt(node.msg)}

    def aliases(self, node):
        return [{"name": a.name, "asname": a.asname, "span": self.span(a)} for a in node.names]

    def read_Import(self, node):
        return {"names": self.aliases(node)}

    def read_ImportFrom(self, node):
        return {"module": node.module, "names": self.aliases(node), "level": node.level}

    def read_Expr(self, node):
        return {"value": self.read(node.value)}

    def read_Global(self, node):
        return {"names": [self.mangle(name) for name in node.names]}

    read_Nonlocal = read_Global


def scopes(table):
    """Functions and classes below a table: how each of their names is found."""
    result = []
    for child in table.get_children():
        if child.get_type() not in ("function", "class"):
            continue
        names = {}
        for symbol in child.get_symbols():
            name = symbol.get_name()
            if name.startswith(".") or name == "__class__":
                continue
            local = "class" if child.get_type() == "class" else "local"
            if child.get_type() == "class" and symbol.is_free() and not symbol.is_referenced():
                continue  # only handed on to a method
            # Asked in this order: the module takes every name of a function called `top` for global.
            names[name] = local if symbol.is_local() else "free" if symbol.is_free() else "global"
        params = list(child.get_parameters()) if child.get_type() == "function" else []
        inner = scopes(child)
        result.append({"type": child.get_type(), "name": child.get_name(), "params": [p for p in params if not p.startswith(".")], "names": dict(sorted(names.items())), "children": inner})
    return result


def main():
    sys.setrecursionlimit(20000)
    paths = sys.argv[1:] or [line.rstrip("\n") for line in sys.stdin]
    for path in paths:
        try:
            with open(path, "rb") as file:
                data = file.read()
            text = data.decode("utf-8")
            tree = ast.parse(data)
            reader = Reader(text)
            module = {"body": reader.all(tree.body), "docstring": ast.get_docstring(tree, clean=False), "scopes": scopes(symtable.symtable(data, path, "exec"))}
            print(json.dumps({"path": path, "module": module}), flush=True)
        except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError) as error:
            print(json.dumps({"path": path, "error": f"{type(error).__name__}: {error}"}), flush=True)


main()
