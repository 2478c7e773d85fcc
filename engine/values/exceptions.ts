/** The built-in exception classes and how an exception is made and raised from TypeScript. */
import { typeOf } from "./kinds.ts";
import { rt } from "./runtime.ts";
import { HOLE, strValue } from "./text.ts";
import {
	builtinClass,
	NativeProperty,
	objectClass,
	PyBuiltin,
	type PyClass,
	PyInstance,
	PyList,
	PyRaise,
	PyTuple,
	type Value,
} from "./value.ts";

/** Native part of every exception instance. */
export class ExceptionState {
	args: Value[] = [];
	cause: Value = null;
	context: Value = null;
	suppressContext = false;
	traceback: Value = null;
	/** errno, name, value ...: what some classes keep beside their arguments. */
	fields: Map<string, Value> = new Map();
}

/** name: base, in CPython's own tree. */
const HIERARCHY = `
SystemExit:BaseException KeyboardInterrupt:BaseException GeneratorExit:BaseException Exception:BaseException BaseExceptionGroup:BaseException
StopIteration:Exception StopAsyncIteration:Exception ArithmeticError:Exception FloatingPointError:ArithmeticError
OverflowError:ArithmeticError ZeroDivisionError:ArithmeticError AssertionError:Exception AttributeError:Exception
BufferError:Exception EOFError:Exception ImportError:Exception ModuleNotFoundError:ImportError LookupError:Exception
IndexError:LookupError KeyError:LookupError MemoryError:Exception NameError:Exception UnboundLocalError:NameError
OSError:Exception BlockingIOError:OSError ChildProcessError:OSError ConnectionError:OSError BrokenPipeError:ConnectionError
ConnectionAbortedError:ConnectionError ConnectionRefusedError:ConnectionError ConnectionResetError:ConnectionError
FileExistsError:OSError FileNotFoundError:OSError InterruptedError:OSError IsADirectoryError:OSError
NotADirectoryError:OSError PermissionError:OSError ProcessLookupError:OSError TimeoutError:OSError ReferenceError:Exception
RuntimeError:Exception NotImplementedError:RuntimeError RecursionError:RuntimeError SyntaxError:Exception
IndentationError:SyntaxError TabError:IndentationError SystemError:Exception TypeError:Exception ValueError:Exception
UnicodeError:ValueError UnicodeDecodeError:UnicodeError UnicodeEncodeError:UnicodeError UnicodeTranslateError:UnicodeError
Warning:Exception DeprecationWarning:Warning PendingDeprecationWarning:Warning RuntimeWarning:Warning
SyntaxWarning:Warning UserWarning:Warning FutureWarning:Warning ImportWarning:Warning UnicodeWarning:Warning
BytesWarning:Warning ResourceWarning:Warning EncodingWarning:Warning`;

export const exceptionClasses: Map<string, PyClass> = new Map([["BaseException", builtinClass("BaseException", [objectClass])]]);
for (const entry of HIERARCHY.trim().split(/\s+/)) {
	const [name, base] = entry.split(":") as [string, string];
	exceptionClasses.set(name, builtinClass(name, [exceptionClasses.get(base)!]));
}
export const baseExceptionClass = exceptionClasses.get("BaseException")!;
exceptionClasses.set(
	"ExceptionGroup",
	builtinClass("ExceptionGroup", [exceptionClasses.get("BaseExceptionGroup")!, exceptionClasses.get("Exception")!]),
);

/** PyTorch's own classes, which are no built-ins. */
export const torchExceptions: ReadonlyMap<string, PyClass> = new Map(
	[["_LinAlgError", "torch._C"] as const, ["OutOfMemoryError", "torch"] as const].map(([name, module]) => [
		name,
		builtinClass(name, [exceptionClasses.get("RuntimeError")!], module),
	]),
);

/** The native part of an exception instance. */
export function exceptionState(e: Value): ExceptionState {
	const native = (e as PyInstance).native;
	return native instanceof ExceptionState ? native : ((e as PyInstance).native = new ExceptionState());
}

baseExceptionClass.alloc = (cls, args) => {
	const out = new PyInstance(cls);
	const state = new ExceptionState();
	// `__new__` keeps the arguments even when a user's `__init__` does not call the base class.
	state.args = args;
	out.native = state;
	return out;
};

/** An instance of a built-in exception class, made without running Python code. */
export function makeException(cls: PyClass | string, args: Value[]): PyInstance {
	const c = typeof cls === "string" ? exceptionClasses.get(cls)! : cls;
	return baseExceptionClass.alloc!(c, args, null) as PyInstance;
}
/** Throws a built-in exception. */
export function raiseError(type: string | PyClass, message: string, ...more: Value[]): never {
	throw new PyRaise(makeException(type, [strValue(message), ...more]));
}
export const raiseArgs = (type: string | PyClass, args: Value[]): never => {
	throw new PyRaise(makeException(type, args));
};
export const isException = (v: unknown, type: string): v is PyRaise =>
	v instanceof PyRaise && v.value.cls.isSubclassOf(exceptionClasses.get(type)!);

const method = (cls: PyClass, name: string, call: (args: Value[], kw: Map<string, Value> | null) => Value): void =>
	cls.set(name, new PyBuiltin(name, call));
const field = (cls: PyClass, name: string, get: (s: ExceptionState) => Value, set: ((s: ExceptionState, v: Value) => void) | null): void =>
	cls.set(name, new NativeProperty(name, (self) => get(exceptionState(self)), set && ((self, v) => set(exceptionState(self), v))));

method(baseExceptionClass, "__init__", (args) => {
	exceptionState(args[0]!).args = args.slice(1);
	return null;
});
method(baseExceptionClass, "__str__", ([self]) => {
	const { args } = exceptionState(self!);
	return strValue(args.length === 0 ? "" : args.length === 1 ? strOf(args[0]!) : reprOf(new PyTuple(args)));
});
method(baseExceptionClass, "__repr__", ([self]) => {
	const { args } = exceptionState(self!);
	return strValue(`${typeOf(self!).name}${args.length === 1 ? `(${reprOf(args[0]!)})` : reprOf(new PyTuple(args))}`);
});
const strOf = (v: Value): string => rt.str(v);
const reprOf = (v: Value): string => rt.repr(v);

method(baseExceptionClass, "with_traceback", ([self, tb]) => {
	exceptionState(self!).traceback = tb ?? null;
	return self!;
});
method(baseExceptionClass, "add_note", ([self, note]) => {
	const notes = (self as PyInstance).dict.get("__notes__");
	if (notes instanceof PyList) notes.items.push(note!);
	else (self as PyInstance).dict.set("__notes__", new PyList([note!]));
	return null;
});
field(
	baseExceptionClass,
	"args",
	(s) => new PyTuple(s.args),
	(s, v) => {
		s.args = rt.items(v) ?? [];
	},
);
field(
	baseExceptionClass,
	"__cause__",
	(s) => s.cause,
	(s, v) => {
		s.cause = v;
		s.suppressContext = true;
	},
);
field(
	baseExceptionClass,
	"__context__",
	(s) => s.context,
	(s, v) => {
		s.context = v;
	},
);
field(
	baseExceptionClass,
	"__suppress_context__",
	(s) => s.suppressContext,
	(s, v) => {
		s.suppressContext = v === true;
	},
);
field(
	baseExceptionClass,
	"__traceback__",
	(s) => s.traceback,
	(s, v) => {
		s.traceback = v;
	},
);

const cls = (name: string): PyClass => exceptionClasses.get(name)!;
method(cls("KeyError"), "__str__", ([self]) => {
	const { args } = exceptionState(self!);
	// A missing key is shown as repr, so that '' and ' ' are visible.
	return strValue(args.length === 1 ? reprOf(args[0]!) : args.length === 0 ? "" : reprOf(new PyTuple(args)));
});
field(cls("StopIteration"), "value", (s) => s.fields.get("value") ?? s.args[0] ?? null, null);
field(cls("SystemExit"), "code", (s) => (s.args.length > 1 ? new PyTuple(s.args) : (s.args[0] ?? null)), null);

/** Fields that keyword arguments set and that are None otherwise. */
function keywordFields(type: string, names: string[]): void {
	for (const name of names)
		cls(type).set(
			name,
			new NativeProperty(
				name,
				(self) => exceptionState(self).fields.get(name) ?? null,
				(self, v) => void exceptionState(self).fields.set(name, v),
			),
		);
	method(cls(type), "__init__", (args, kw) => {
		exceptionState(args[0]!).args = args.slice(1);
		for (const [name, v] of kw ?? []) exceptionState(args[0]!).fields.set(name, v);
		return null;
	});
}
keywordFields("AttributeError", ["name", "obj"]);
keywordFields("NameError", ["name"]);
keywordFields("ImportError", ["name", "path", "msg"]);
cls("ImportError").set("msg", new NativeProperty("msg", (self) => exceptionState(self).args[0] ?? null));

// SyntaxError(msg[, (filename, lineno, offset, text, ...)])
const PLACE = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
for (const [i, name] of PLACE.entries()) cls("SyntaxError").set(name, new NativeProperty(name, (self) => placeOf(self)[i] ?? null));
cls("SyntaxError").set("msg", new NativeProperty("msg", (self) => exceptionState(self).args[0] ?? null));
const placeOf = (e: Value): Value[] => {
	const place = exceptionState(e).args[1];
	return place instanceof PyTuple ? place.items : [];
};
method(cls("SyntaxError"), "__str__", ([self]) => {
	const [file, line] = placeOf(self!);
	const message = strOf(exceptionState(self!).args[0] ?? null);
	const name = typeof file === "string" ? `${file.split("/").pop()}, ` : "";
	return strValue(line === undefined || line === null ? message : `${message} (${name}line ${strOf(line)})`);
});

// OSError(errno, strerror[, filename[, winerror[, filename2]]])
const errnoClasses: Record<number, string> = {
	1: "PermissionError",
	2: "FileNotFoundError",
	3: "ProcessLookupError",
	13: "PermissionError",
	17: "FileExistsError",
	20: "NotADirectoryError",
	21: "IsADirectoryError",
	32: "BrokenPipeError",
	104: "ConnectionResetError",
	110: "TimeoutError",
	111: "ConnectionRefusedError",
};
cls("OSError").alloc = (c, args, kw) => {
	const by = c === cls("OSError") && args.length >= 2 && typeof args[0] === "number" ? errnoClasses[args[0]] : undefined;
	return baseExceptionClass.alloc!(by === undefined ? c : cls(by), args, kw);
};
method(cls("OSError"), "__init__", (args) => {
	const given = args.slice(1);
	const self = exceptionState(args[0]!);
	if (given.length >= 2 && given.length <= 5) {
		self.fields.set("errno", given[0]!).set("strerror", given[1]!);
		if (given.length >= 3) self.fields.set("filename", given[2]!);
		self.args = given.slice(0, 2);
	} else self.args = given;
	return null;
});
for (const name of ["errno", "strerror", "filename", "filename2"])
	cls("OSError").set(
		name,
		new NativeProperty(
			name,
			(self) => exceptionState(self).fields.get(name) ?? null,
			(self, v) => void exceptionState(self).fields.set(name, v),
		),
	);
method(cls("OSError"), "__str__", ([self]) => {
	const { args, fields } = exceptionState(self!);
	const errno = fields.get("errno");
	if (errno === undefined) return args.length === 0 ? "" : args.length === 1 ? strOf(args[0]!) : reprOf(new PyTuple(args));
	const file = fields.get("filename");
	return `[Errno ${strOf(errno)}] ${strOf(fields.get("strerror")!)}${file === undefined || file === null ? "" : `: ${reprOf(file)}`}`;
});
method(cls("UnicodeDecodeError"), "__str__", ([self]) => {
	const a = exceptionState(self!).args;
	if (a.length !== 5) return reprOf(new PyTuple(a));
	const byte = (a[1] as unknown as { value: string }).value?.charCodeAt(a[2] as number);
	return `'${a[0] as string}' codec can't decode byte 0x${byte?.toString(16).padStart(2, "0")} in position ${a[2] as number}: ${a[4] as string}`;
});
method(cls("UnicodeEncodeError"), "__str__", ([self]) => {
	const a = exceptionState(self!).args;
	if (a.length !== 5) return reprOf(new PyTuple(a));
	const c = Array.from(a[1] as string)[a[2] as number] ?? HOLE;
	const code = c.codePointAt(0)!;
	if ((a[3] as number) > (a[2] as number) + 1)
		return `'${a[0] as string}' codec can't encode characters in position ${a[2] as number}-${(a[3] as number) - 1}: ${a[4] as string}`;
	const shown =
		code < 0x100
			? `\\x${code.toString(16).padStart(2, "0")}`
			: code < 0x10000
				? `\\u${code.toString(16).padStart(4, "0")}`
				: `\\U${code.toString(16).padStart(8, "0")}`;
	return `'${a[0] as string}' codec can't encode character '${shown}' in position ${a[2] as number}: ${a[4] as string}`;
});

// ExceptionGroup(message, exceptions)
const group = cls("BaseExceptionGroup");
field(group, "message", (s) => s.args[0] ?? null, null);
field(group, "exceptions", (s) => new PyTuple(rt.items(s.args[1] ?? null) ?? []), null);
method(group, "__str__", ([self]) => {
	const { args } = exceptionState(self!);
	const n = (rt.items(args[1] ?? null) ?? []).length;
	return `${strOf(args[0] ?? "")} (${n} sub-exception${n === 1 ? "" : "s"})`;
});
