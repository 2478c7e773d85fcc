/** The interpreter core: control flow, calls, classes, generators, exceptions, imports; then unknowns, paths and loops of `check`. */
import { strict as assert } from "node:assert";
import { CHECK_BUDGET, explore, type Program, RUN_BUDGET, run, type Source } from "../engine/index.ts";
import { lineOf } from "../engine/interp/frame.ts";
import { exceptionLine } from "../engine/interp/traceback.ts";
import { lowerTree } from "../engine/syntax/lower.ts";
import { initPythonInNode } from "../grammars/node.ts";
import { parsePython } from "../grammars/python.ts";

function source(path: string, text: string): Source {
	const tree = parsePython(text);
	try {
		return { path, text, module: lowerTree(tree, text) };
	} finally {
		tree.delete();
	}
}
/** `files`: a package of the program, paths relative to the entry's folder. */
function program(text: string, files: Record<string, string> = {}): Program {
	const loaded = new Map(Object.entries(files).map(([path, body]) => [path, source(path, body)]));
	const at = (path: string): Source | null => loaded.get(`${path}/__init__.py`) ?? loaded.get(`${path}.py`) ?? null;
	return {
		entry: source("main.py", text),
		find: (name, level, from) => {
			const folder = level === 0 ? [] : from.split("/").slice(0, -level);
			const path = [...folder, ...(name === "" ? [] : name.split("."))].join("/");
			return path === "" ? null : at(path);
		},
	};
}
const runText = (text: string, files?: Record<string, string>) => run(program(text, files), { profile: "2.13", budget: RUN_BUDGET });
/** Prints of a program that ends well. */
function prints(text: string, files?: Record<string, string>): string[] {
	const result = runText(text, files);
	assert.equal(result.outcome, "ok", result.traceback ?? JSON.stringify(result.limits));
	return result.stdout;
}
/** How each path of each root ended, as `root: ending`. */
function endings(text: string): string[] {
	const result = explore(program(text), { profile: "2.13", budget: CHECK_BUDGET });
	return result.endings.map((e) => `${e.root}: ${e.raise === null ? e.kind : `${exceptionLine(e.raise.value)} @${lineOf(e.site!)}`}`);
}

describe("interpreter", () => {
	before(() => initPythonInNode());
	const cases: [name: string, text: string, output: string[]][] = [
		[
			"evaluates operands from left to right",
			"def f(x):\n    print(x)\n    return x\nf(1) + f(2) * f(3)\nprint({f(4): f(5)})\na = [0]\na[f(0)] = f(6)",
			["1", "2", "3", "4", "5", "{4: 5}", "6", "0"],
		],
		["short-circuits", "print(0 and 1/0, 1 or 1/0, 0 < -1 < 1/0, [] or 'x')", ["0 1 False x"]],
		[
			"runs else of loops only without break",
			"for i in range(3):\n    if i == 1: break\nelse: print('no')\nwhile i < 3: i += 1\nelse: print('yes', i)",
			["yes 3"],
		],
		[
			"keeps returned values through finally",
			"def f():\n    for i in range(3):\n        try:\n            return i\n        finally:\n            print('bye')\nprint(f())\ndef g():\n    try:\n        return 1\n    finally:\n        return 2\nprint(g())",
			["bye", "0", "2"],
		],
		[
			"lets finally swallow an exception",
			"def f():\n    while True:\n        try:\n            1/0\n        finally:\n            break\n    return 'ok'\nprint(f())",
			["ok"],
		],
		[
			"captures variables, not values",
			"fs = [lambda: i for i in range(3)]\nprint([f() for f in fs])\ndef outer():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n        return n\n    return inc\nc = outer()\nc()\nprint(c())",
			["[2, 2, 2]", "2"],
		],
		[
			"spreads arguments",
			"def f(a, /, b, *c, d=4, **e): return a, b, c, d, e\nprint(f(*[1, 2], *'xy', d=5, **{'z': 1}, **{'y': 2}))",
			["(1, 2, ('x', 'y'), 5, {'z': 1, 'y': 2})"],
		],
		[
			"looks attributes up as CPython does",
			"class D:\n    def __get__(self, o, t): return 'get'\n    def __set__(self, o, v): print('set', v)\nclass A:\n    d = D()\n    def __getattr__(self, n): return n + '?'\na = A()\na.d = 1\na.__dict__['d'] = 2\nprint(a.d, a.x, A.d)",
			["set 1", "get x? get"],
		],
		[
			"makes classes through metaclasses and hooks",
			"class M(type):\n    def __new__(m, n, b, d, **k):\n        d['k'] = k\n        return super().__new__(m, n, b, d)\n    def __call__(c, *a):\n        print('call', c.__name__)\n        return super().__call__(*a)\nclass A(metaclass=M, z=1):\n    def __init_subclass__(c, **k): print('sub', c.__name__, k)\nclass N:\n    def __set_name__(self, o, n): print(o.__name__, n)\nclass B(A):\n    f = N()\nB()\nprint(A.k, type(B).__name__)",
			["B f", "sub B {}", "call B", "{'z': 1} M"],
		],
		[
			"walks the MRO with super()",
			"class A:\n    def f(self): return ['A']\nclass B(A):\n    def f(self): return ['B'] + super().f()\nclass C(A):\n    def f(self): return ['C'] + super().f()\nclass D(B, C):\n    def f(self): return ['D'] + super().f()\nprint(D().f(), [c.__name__ for c in D.__mro__])",
			["['D', 'B', 'C', 'A'] ['D', 'B', 'C', 'A', 'object']"],
		],
		[
			"suspends generators",
			"def g():\n    try:\n        x = yield 1\n        print('got', x)\n        yield from (y * 2 for y in [x, 3])\n        return 'r'\n    finally:\n        print('closed')\ndef h():\n    r = yield from g()\n    print(r)\nit = h()\nprint(next(it), it.send(5), next(it), list(it))",
			["got 5", "closed", "r", "1 10 6 []"],
		],
		[
			"closes a generator that a loop leaves early",
			"def g(n):\n    try:\n        yield n\n        yield n + 1\n    finally: print('closed', n)\nfor x in g(1): break\nprint('after')\nh = g(9)\nfor x in h: break\nprint('kept', next(h))",
			["closed 1", "after", "kept 10"],
		],
		[
			"throws into generators",
			"def g():\n    while True:\n        try:\n            yield 1\n        except ValueError as e:\n            print('caught', e)\nit = g()\nnext(it)\nprint(it.throw(ValueError('v')))\nit.close()\nprint(list(it))",
			["caught v", "1", "[]"],
		],
		[
			"chains exceptions",
			"try:\n    try:\n        1/0\n    except ZeroDivisionError as e:\n        raise KeyError('k') from e\nexcept KeyError as k:\n    print(repr(k.__cause__), k.__suppress_context__)\ntry:\n    try:\n        1/0\n    finally:\n        [][1]\nexcept IndexError as i:\n    print(repr(i.__context__))",
			["ZeroDivisionError('division by zero') True", "ZeroDivisionError('division by zero')"],
		],
		[
			"leaves context managers in order",
			"class M:\n    def __init__(self, n): self.n = n\n    def __enter__(self):\n        print('in', self.n)\n        return self\n    def __exit__(self, t, v, tb):\n        print('out', self.n, t and t.__name__)\n        return self.n == 'a'\nwith M('a') as a, M('b'):\n    raise ValueError\nprint('on')",
			["in a", "in b", "out b ValueError", "out a ValueError", "on"],
		],
		[
			"matches patterns",
			"class P:\n    __match_args__ = ('x', 'y')\n    def __init__(self, x, y): self.x, self.y = x, y\ndef f(v):\n    match v:\n        case 0 | 1: return 'small'\n        case [a, *_, b] if a == b: return 'same'\n        case {'k': k, **r}: return k, r\n        case P(0, y=q): return q\n        case str(s): return s\n        case _: return None\nprint(f(1), f([1, 2, 1]), f({'k': 3, 'z': 4}), f(P(0, 7)), f('t'), f(2.5))",
			["small same (3, {'z': 4}) 7 t None"],
		],
		[
			"forgets handler names",
			"try:\n    1/0\nexcept ZeroDivisionError as e:\n    pass\ntry:\n    e\nexcept NameError as n:\n    print(n)",
			["name 'e' is not defined"],
		],
		[
			"awaits coroutines",
			"import asyncio\nasync def f(x):\n    return x + 1\nclass A:\n    async def __aenter__(self): return 3\n    async def __aexit__(self, *a): print('bye')\nasync def g():\n    async with A() as a:\n        return await f(a)\nc = g()\ntry:\n    c.send(None)\nexcept StopIteration as s:\n    print(s.value)",
			["bye", "4"],
		],
		[
			"spreads and unpacks",
			"a, (b, *c), d = 1, 'xyz', [4]\nprint(a, b, c, d, [*c, *range(2)], {**{'q': 1}, 'r': 2})\nfor i, (j, k) in enumerate([(1, 2)]): print(i, j, k)",
			["1 x ['y', 'z'] [4] ['y', 'z', 0, 1] {'q': 1, 'r': 2}", "0 1 2"],
		],
	];
	for (const [name, text, output] of cases) it(name, () => assert.deepEqual(prints(text), output));

	it("binds arguments with CPython's texts", () => {
		const text = `def f(a, b, *, c): pass
def g(a, b=1): pass
def p(a, /): pass
class K:
    def m(self, x): pass
for call in [lambda: f(), lambda: f(1, 2), lambda: f(1, 2, 3, c=1), lambda: g(1, 2, 3), lambda: g(1, z=1), lambda: g(1, a=2), lambda: p(a=1), lambda: K().m(), lambda: K(1)]:
    try: call()
    except TypeError as e: print(e)
`;
		assert.deepEqual(prints(text), [
			"f() missing 2 required positional arguments: 'a' and 'b'",
			"f() missing 1 required keyword-only argument: 'c'",
			"f() takes 2 positional arguments but 3 positional arguments (and 1 keyword-only argument) were given",
			"g() takes from 1 to 2 positional arguments but 3 were given",
			"g() got an unexpected keyword argument 'z'",
			"g() got multiple values for argument 'a'",
			"p() got some positional-only arguments passed as keyword arguments: 'a'",
			"K.m() missing 1 required positional argument: 'x'",
			"K() takes no arguments",
		]);
	});

	it("renders tracebacks", () => {
		const result = runText(
			"def f(x):\n    return g(\n        x)\ndef g(x):\n    raise ValueError('bad')\ntry:\n    f(1)\nexcept ValueError as e:\n    raise RuntimeError('worse') from e\n",
		);
		assert.equal(
			result.traceback,
			`Traceback (most recent call last):
  File "main.py", line 7, in <module>
    f(1)
  File "main.py", line 2, in f
    return g(
  File "main.py", line 5, in g
    raise ValueError('bad')
ValueError: bad

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "main.py", line 9, in <module>
    raise RuntimeError('worse') from e
RuntimeError: worse
`,
		);
		assert.deepEqual(result.error, { type: "RuntimeError", message: "worse", path: "main.py", line: 9 });
	});
	it("names the line of a method's name", () => {
		const result = runText("x = (1\n    .bit_length()\n    .nope())\n");
		assert.equal(result.error?.line, 3);
	});
	it("ends with sys.exit", () => {
		assert.equal(runText("print(1)\nraise SystemExit\nprint(2)").outcome, "ok");
		assert.equal(runText("raise SystemExit(3)").outcome, "raises");
	});

	it("refuses what does not compile", () => {
		const found = (text: string) => runText(text).error;
		assert.deepEqual(found("print(1)\nif x > 1\n    pass\n"), {
			type: "SyntaxError",
			message: "expected ':' (main.py, line 2)",
			path: "main.py",
			line: 2,
		});
		assert.equal(found("for i in x:\nprint(i)\n")?.message, "expected an indented block after 'for' statement on line 1 (main.py, line 2)");
		assert.equal(found("if 1:\n    a = '''\nx'''\n  b\n")?.type, "IndentationError");
		assert.equal(found("return 1\n")?.message, "'return' outside function (main.py, line 1)");
	});

	it("imports the program's own modules", () => {
		const files = {
			"pkg/__init__.py": "from .a import f\nfrom . import b\n",
			"pkg/a.py": "from . import b\ndef f(): return b.X + 1\n",
			"pkg/b.py": "X = 41\nimport pkg\n",
		};
		assert.deepEqual(
			prints(
				"import pkg.a as pa\nimport pkg\nfrom pkg import *\nfrom pkg.b import X as x\nprint(f(), x, pa.b is pkg.b, pa.__name__)",
				files,
			),
			["42 41 True pkg.a"],
		);
		assert.equal(runText("from pkg import nope", files).error?.message, "cannot import name 'nope' from 'pkg' (pkg/__init__.py)");
		assert.equal(runText("import pkg.c\npkg.c.d", files).outcome, "ok");
	});
	it("gives up where a condition cannot be decided, keeping what was printed", () => {
		const result = runText("import strange\nprint('a', strange.x + 1)\nif strange.y: print('b')\n");
		assert.equal(result.outcome, "unknown");
		assert.deepEqual(result.stdout, ["a ?"]);
		assert.deepEqual(
			result.limits.map((l) => l.kind),
			["unknown-import", "unknown-branch"],
		);
	});
});

describe("exploring paths", () => {
	before(() => initPythonInNode());
	it("covers both arms, the same question one way on a path", () => {
		const text = "import u\na = u.a\nif a: x = 1\nelse: x = 'no'\nif not a: x + 'yes'\nif u.b:\n    x = 3\n    raise ValueError('b')\n";
		assert.deepEqual(endings(text), ["<module>: ValueError: b @8", "<module>: end"]);
	});
	it("takes it that guards hold: no path for a complaint", () => {
		const text =
			"import u\nassert u.a, 'a'\nif u.b: raise ValueError('b')\nif not u.b and u.c is None:\n    raise ValueError('c')\nnone = None\nif none is not None and none.x != u.y: raise ValueError('d')\nif u.b: 1 + 'never'\n";
		assert.deepEqual(endings(text), ["<module>: end"]);
	});
	it("needs about two paths for independent conditions", () => {
		const text = `import u\n${Array.from({ length: 12 }, (_, i) => `if u.c${i}: pass\n`).join("")}`;
		assert.equal(endings(text).length, 2);
	});
	it("runs what the script never calls, with unknown arguments", () => {
		const text =
			"def f(x, k=2):\n    if x > k: return x.y[0](1)\n    raise KeyError(k)\nclass C:\n    def __init__(self, n): self.n = n\n    def m(self): return self.n + self.q\n";
		assert.deepEqual(endings(text), [
			"<module>: end",
			"C: AttributeError: 'C' object has no attribute 'q' @6",
			"f: end",
			"f: KeyError: 2 @3",
		]);
	});
	it("never raises because of something unknown", () => {
		const text =
			"import u\nclass B(u.Base):\n    def __init__(self): super().__init__(1, z=2)\n    def m(self): return self.what.ever()\nb = B()\nb.m() + b(3)\na, *c = u.z\nu.w[0] = 1\nfor i, (p, q) in enumerate(u.v): p @ q\nwith u.ctx() as v: v()\n@u.deco\ndef f(): 1/0\nf(*u.args, **u.kw)\n''.join(u.names)\nint(u.n) << 3\n";
		assert.deepEqual(
			endings(text).filter((e) => e.startsWith("<module>")),
			["<module>: end"],
		);
	});
	it("widens what changes in loops of unknown length", () => {
		const text =
			"import u\nn = 0\nkept = 'k'\nout = []\nfor x in u.items:\n    n += 1\n    out.append(x)\n    kept = 'k'\nif n == 1:\n    m = n\n    raise ValueError('one')\nif len(out) == 3: raise ValueError('three')\nassert kept == 'k'\n";
		const found = endings(text);
		assert.ok(found.includes("<module>: end") && found.includes("<module>: ValueError: one @11"), found.join("\n"));
	});
	it("cuts long loops and endless recursion short", () => {
		const text =
			"import u\ndef walk(n):\n    for c in n.children: walk(c)\n    return [walk(c) for c in n.children]\nwalk(u.root)\nt = 0\nfor e in range(10000):\n    for b in range(1000):\n        t += b * 2\nwhile True:\n    t += 1\n    if t == 5: break\n";
		const result = explore(program(text), { profile: "2.13", budget: CHECK_BUDGET });
		assert.deepEqual(new Set(result.endings.map((e) => e.kind)), new Set(["end"]));
		assert.ok(result.coverage.steps < 400_000);
		assert.ok(result.limits.some((l) => l.kind === "depth"));
	});
});
