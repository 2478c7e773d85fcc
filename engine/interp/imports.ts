/** Imports: the workspace's sources, modules of ours, and everything else as a name space of unknowns. */
import type { Source } from "../program.ts";
import type * as ast from "../syntax/nodes.ts";
import { exceptionState, makeException, raiseError } from "../values/exceptions.ts";
import { rt } from "../values/runtime.ts";
import { PyList, PyModule, PyRaise, Unknown, type Value } from "../values/value.ts";
import { assignName } from "./assign.ts";
import { leaving } from "./calls.ts";
import { execContained, execSettled, UNDECIDED } from "./contained.ts";
import { Frame, lineOf } from "./frame.ts";
import { lazyModules } from "./functions.ts";
import { bindSubmodule, enlist, lookUp, needs, usesUnfinished } from "./captures.ts";
import { moduleFrom, refused } from "./images.ts";
import { hasModule, isBeingMade, nativeModule, preludeSource, preludeSources } from "./modules.ts";
import type { Limit } from "../report/report.ts";
import { limitHere, recordLimit } from "./record.ts";
import { execBlock } from "./statements.ts";
import { GiveUp, state } from "./state.ts";
import { tryAttr } from "./attributes.ts";

export function execImport(node: ast.Import, frame: Frame): void {
	for (const alias of node.names) {
		frame.node = node;
		const parts = alias.name.split(".");
		let value: Value = importDotted(alias.name, frame);
		if (alias.asname === null && parts.length > 1) value = state.modules.get(parts[0]!) ?? importDotted(parts[0]!, frame);
		if (alias.target !== null) assignName(alias.target, value, frame);
	}
}

export function execImportFrom(node: ast.ImportFrom, frame: Frame): void {
	frame.node = node;
	if (node.level === 0 && node.module === "__future__") {
		if (node.names.some((a) => a.name === "annotations")) lazyModules.add(frame.globals);
		for (const a of node.names) if (a.target !== null) assignName(a.target, true, frame);
		return;
	}
	const from = node.level === 0 ? importDotted(node.module ?? "", frame) : importRelative(node, frame);
	for (const alias of node.names) {
		if (alias.target === null) star(from, frame);
		else assignName(alias.target, fromModule(from, alias.name, node, frame), frame);
	}
}

function fromModule(module: Value, name: string, node: ast.ImportFrom, frame: Frame): Value {
	const found = tryAttr(module, name);
	// What a module of ours only knows to exist may be a module of ours itself.
	const isOurs = found instanceof Unknown && module instanceof PyModule && preludeSource(`${module.name}.${name}`) !== null;
	if (found !== undefined && !isOurs) return found;
	if (!(module instanceof PyModule)) return new Unknown(`\`${name}\` of \`${node.module ?? "."}\` is not known`);
	const sub = submodule(module, name, node, frame);
	if (sub !== null) return sub;
	if (isCompiled(`${module.name}.${name}`)) return unknownModule(`${module.name}.${name}`);
	// Compiled and generated parts of packages are no sources; and a file checked alone is imported in another order than usual.
	if (!state.exact) {
		recordLimit("unknown-import", `\`${name}\` is not found in \`${module.name}\``);
		return new Unknown(`\`${name}\` of \`${module.name}\` is not known`);
	}
	const where = module.source?.path ?? "unknown location";
	const text = initialising.has(module)
		? `cannot import name '${name}' from partially initialized module '${module.name}' (most likely due to a circular import) (${where})`
		: `cannot import name '${name}' from '${module.name}' (${where})`;
	const e = makeException("ImportError", [text]);
	exceptionState(e).fields.set("name", module.name);
	throw new PyRaise(e);
}
/** Whether it is a compiled part of a package. Where the package brings the same in Python, that is what runs. */
function isCompiled(name: string): boolean {
	if (state.program?.packages?.isCompiled(name) !== true) return false;
	if (state.fallback !== null && state.fallback === state.frame && rootOf(name) === rootOf(state.frame.globals.name))
		raiseError("ModuleNotFoundError", `No module named '${name}'`);
	return true;
}
function submodule(module: PyModule, name: string, node: ast.ImportFrom, frame: Frame): Value | null {
	if (node.level > 0) {
		const source = lookUp(node.module === null ? name : `${node.module}.${name}`, node.level, frame.source.path);
		if (source !== null) return moduleOf(`${module.name}.${name}`, source);
	}
	return findModule(`${module.name}.${name}`, frame);
}

/** `from .a.b import c`: by file where the program's sources are, by name inside modules of ours. */
function importRelative(node: ast.ImportFrom, frame: Frame): Value {
	const home = frame.globals.dict.get("__package__");
	const known = typeof home === "string" && home !== "";
	if (!known && state.exact) raiseError("ImportError", "attempted relative import with no known parent package");
	const base = known ? home.split(".").slice(0, home.split(".").length - (node.level - 1)) : [];
	const parts = node.module === null ? [] : node.module.split(".");
	let module: Value | null = null;
	for (let n = parts.length === 0 ? 0 : 1; n <= parts.length; n++) {
		const name = parts.slice(0, n).join(".");
		const source = preludeSources.has(frame.source) ? null : lookUp(name, node.level, frame.source.path);
		const full = [...base, ...parts.slice(0, n)].join(".");
		if (source !== null) module = bindPart(module, parts[n - 1], moduleOf(full === "" ? stem(source.path) : full, source));
		else if (known) return importDotted([...base, ...parts].join("."), frame);
		else if (module === null || n === parts.length) return unknownModule(`${".".repeat(node.level)}${node.module ?? ""}`);
	}
	return module ?? unknownModule(".".repeat(node.level));
}
function bindPart(parent: Value | null, name: string | undefined, module: Value): Value {
	if (parent instanceof PyModule && name !== undefined && !parent.dict.has(name)) bindSubmodule(parent, name, module);
	return module;
}
const stem = (path: string): string => (path.split(/[\\/]/).pop() ?? "module").replace(/\.\w+$/, "");

/** Parts of modules being looked for as attributes. */
const asked = new Set<string>();

function importDotted(name: string, frame: Frame | null): Value {
	const ready = state.modules.get(name);
	if (ready !== undefined) return finished(name, ready);
	const parts = name.split(".");
	let parent: Value | null = null;
	let path = "";
	let module: Value = null;
	for (const part of parts) {
		path = path === "" ? part : `${path}.${part}`;
		if (isBeingMade(path)) continue;
		let found: Value | null = findModule(path, frame);
		if (found === null && parent instanceof PyModule && !asked.has(path)) {
			// A module that makes its parts when asked may ask for this one in turn.
			asked.add(path);
			try {
				found = tryAttr(parent, part) ?? null;
			} finally {
				asked.delete(path);
			}
		}
		if (found === null && !(parent instanceof Unknown)) requirePresent(path);
		if (found === null) found = unknownModule(path);
		if (!state.modules.has(path)) enlist(path, found, null);
		if (parent instanceof PyModule && !parent.dict.has(part)) bindSubmodule(parent, part, found);
		parent = module = found;
	}
	return module;
}

function findModule(name: string, frame: Frame | null): Value | null {
	const ready = state.modules.get(name);
	if (ready !== undefined) return finished(name, ready);
	const from = frame?.source.path ?? state.program?.entry.path ?? "";
	const source = lookUp(name, 0, from);
	if (source !== null && !isPyTorch(name, source)) return moduleOf(name, source);
	// Made once per process: what that took is nobody's.
	const { steps } = state;
	const native = nativeModule(name);
	state.steps = steps;
	if (native !== null) {
		enlist(name, native, null);
		return native;
	}
	const prelude = preludeSource(name);
	if (prelude !== null) return runModule(name, prelude);
	const installed =
		hasModule(rootOf(name)) || state.modules.get(rootOf(name)) instanceof Unknown ? null : (state.program?.packages?.find(name) ?? null);
	return installed === null ? null : moduleOf(name, installed);
}
/** PyTorch's own sources, when one of them is looked at: what they import of each other is what we model. A `torch.py` of somebody else is his. */
const isPyTorch = (name: string, { path }: Source): boolean =>
	rootOf(name) === "torch" && (name !== "torch" || path.endsWith("/torch/__init__.py"));
const rootOf = (name: string): string => name.split(".")[0]!;

/** The module of one of the program's files; one file is one module, however it is asked for. */
function moduleOf(name: string, source: Source): Value {
	const ready = state.sources.get(source.path);
	// A module may have put something else in its place.
	if (ready !== undefined) return finished(name, (ready.name === name ? state.modules.get(name) : undefined) ?? ready);
	const module = runModule(name, source);
	// A module that was imported is an attribute of its package, whoever imported it.
	const dot = name.lastIndexOf(".");
	const parent = dot < 0 ? undefined : state.modules.get(name.slice(0, dot));
	if (parent instanceof PyModule && !parent.dict.has(name.slice(dot + 1))) bindSubmodule(parent, name.slice(dot + 1), module);
	return module;
}

/** Whether a module can be imported: null when nothing tells. */
export function isPresent(name: string): boolean | null {
	const packages = state.program?.packages ?? null;
	const root = rootOf(name);
	if (state.modules.get(name) instanceof PyModule || hasModule(name) || preludeSource(name) !== null) return true;
	if (state.program?.find(name, 0, state.program.entry.path)) return true;
	// Python's own compiled parts begin with an underscore.
	if (packages === null || hasModule(root) || root.startsWith("_")) return null;
	return packages.find(name) !== null || isCompiled(name);
}
/** Python refuses what is not installed, and programs count on it: `try: import x`, `except ImportError`. */
function requirePresent(name: string): void {
	const present = isPresent(name);
	// Where no environment is named, a script that provides for the package's absence is run as where it is absent.
	const isAbsent =
		present === false || (present === null && state.exact && state.importGuards > 0 && !hasModule(rootOf(name)) && !name.startsWith("_"));
	if (!isAbsent) return;
	const dot = name.lastIndexOf(".");
	const parent = name.slice(0, Math.max(0, dot));
	const isPackage = dot < 0 || state.modules.get(parent) === undefined || (state.modules.get(parent) as PyModule).dict?.has("__path__");
	const e = makeException("ModuleNotFoundError", [`No module named '${name}'${isPackage ? "" : `; '${parent}' is not a package`}`]);
	exceptionState(e).fields.set("name", name);
	throw new PyRaise(e);
}

export function unknownModule(name: string): Unknown {
	const root = rootOf(name);
	const why = hasModule(root) ? `the module \`${name}\` is not modelled` : `the package \`${root}\` is not modelled`;
	recordLimit("unknown-import", why);
	return new Unknown(why, { key: `module ${name}` });
}

const initialising = new WeakSet<PyModule>();
/** A module that is there already; an image cannot hold one that is still being executed. */
function finished(name: string, module: Value): Value {
	if (module instanceof PyModule && module.source !== null && (initialising.has(module) || module === state.mainModule))
		usesUnfinished(module.source);
	else needs(name, module, module instanceof Unknown ? unknownImport(module.why) : null);
	return module;
}
const unknownImport = (what: string): Limit => limitHere("unknown-import", what);

export function newModule(name: string, source: Source): PyModule {
	const module = new PyModule(name, source);
	const isPackage = /(^|[\\/])__init__\.py$/.test(source.path);
	module.dict.set("__name__", name);
	module.dict.set("__file__", source.path);
	module.dict.set("__doc__", source.module.docstring);
	const at = name.lastIndexOf(".");
	if (name !== "__main__") module.dict.set("__package__", isPackage ? name : at < 0 ? "" : name.slice(0, at));
	else module.dict.set("__package__", null);
	if (isPackage) module.dict.set("__path__", new PyList([folderOf(source.path)]));
	const spec =
		name === "__main__"
			? null
			: source.installed
				? moduleSpec(name, source.path, isPackage)
				: new Unknown("module specs are not modelled", { key: `spec ${name}` });
	module.dict.set("__spec__", spec);
	return module;
}

/** Executes a source as a module, at most once per path. */
function runModule(name: string, source: Source): Value {
	return refused(source) ?? moduleFrom(name, source, () => runFresh(name, source));
}
function runFresh(name: string, source: Source): Value {
	const module = newModule(name, source);
	enlist(name, module, source);
	initialising.add(module);
	const importer = state.frame;
	state.importing++;
	try {
		execModule(module, source, "import");
	} catch (e) {
		state.modules.delete(name);
		state.sources.delete(source.path);
		if (source.installed && e instanceof GiveUp && UNDECIDED.has(e.kind) && rootOf(importer?.globals.name ?? "") !== rootOf(name)) {
			state.frame = importer;
			return opaque(rootOf(name), e);
		}
		throw e;
	} finally {
		initialising.delete(module);
		state.importing--;
	}
	// A module may put something else in its place; a file of another folder that goes by the same name is no such thing.
	const now = state.modules.get(name) ?? module;
	return now instanceof PyModule && now.source !== null && now.source !== source ? module : now;
}

/** A package whose own import cannot be followed, for example because it asks its compiled part: nothing is known of it. */
function opaque(root: string, cause: GiveUp): Value {
	recordLimit(
		"unknown-import",
		`the package \`${root}\` cannot be imported here: ${cause.what}${cause.site === null ? "" : ` (${cause.site.source.path}, line ${lineOf(cause.site)})`}`,
	);
	for (const [name, module] of state.modules)
		if (rootOf(name) === root) {
			state.modules.delete(name);
			if (module instanceof PyModule && module.source !== null) state.sources.delete(module.source.path);
		}
	const out = new Unknown(`the package \`${root}\` cannot be imported here`, { key: `module ${root}` });
	state.modules.set(root, out);
	return out;
}

/** `how`: a program runs to its first exception; what it imports, and what is only looked at for its definitions, as far as it can be understood. */
export function execModule(module: PyModule, source: Source, how: "program" | "import" | "library" = "program"): void {
	const frame = new Frame("<module>", module, source, module.dict, null, source.module.body[0] ?? { start: 0, end: 0 });
	const caller = state.frame;
	frame.caller = caller;
	state.frame = frame;
	if (frame.isUser && source !== state.program?.entry) for (const gap of source.module.gaps) recordLimit("syntax", gap.message, gap);
	try {
		if (how === "import" && state.exact && source.installed) execSettled(source.module.body, frame);
		else if (how === "program" || !frame.isUser || state.exact) execBlock(source.module.body, frame);
		else execContained(source.module.body, frame, how === "import");
	} catch (e) {
		throw leaving(e, frame);
	} finally {
		state.frame = caller;
		frame.caller = null;
	}
}

/** `from m import *`. */
function star(module: Value, frame: Frame): void {
	const space = frame.globals;
	if (!(module instanceof PyModule)) {
		const why = module instanceof Unknown ? module.why : "the module is not known";
		space.missing = (name) => (name.startsWith("__") ? undefined : new Unknown(why, { key: `* ${name}` }));
		return;
	}
	const all = module.dict.get("__all__");
	const names = all === undefined ? [...module.dict.keys()].filter((n) => !n.startsWith("_")) : (rt.items(all) ?? []);
	for (const n of names) {
		if (typeof n !== "string") continue;
		const value = tryAttr(module, n);
		if (value === undefined) {
			if (all !== undefined) raiseError("AttributeError", `module '${module.name}' has no attribute '${n}'`);
			continue;
		}
		space.dict.set(n, value);
	}
	if (module.missing !== null && module.source !== null) space.missing = module.missing;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** What `importlib.util.find_spec` answers for a module that is there. */
export function moduleSpec(name: string, origin: Value = null, isPackage = false): Value {
	const make = rt.getAttr(importModule("importlib.machinery"), "ModuleSpec");
	const known = state.modules.get(name);
	const from = origin ?? (known instanceof PyModule ? (known.source?.path ?? null) : null);
	const loader = rt.call(
		rt.getAttr(
			importModule("importlib.machinery"),
			typeof from === "string" && /\.(so|pyd)$/.test(from) ? "ExtensionFileLoader" : "SourceFileLoader",
		),
		[name, from],
	);
	return rt.call(
		make,
		[name, loader],
		new Map<string, Value>([
			["origin", from],
			["is_package", isPackage],
		]),
	);
}
/** A relative name as seen from a package. */
export function resolveName(name: string, base: string | null): string {
	const dots = /^\.*/.exec(name)![0].length;
	if (dots === 0) return name;
	const parts = (base ?? "").split(".");
	return [...parts.slice(0, parts.length - dots + 1), name.slice(dots)].filter((part) => part !== "").join(".");
}

/** `importlib.import_module(name)`. */
export function importModule(name: string): Value {
	return importDotted(name, state.frame);
}
