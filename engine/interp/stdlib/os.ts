/** `os`, `os.path`, `shutil`, `glob`, `tempfile`: path arithmetic works; what is on the disk is not known. */
import { raiseArgs, raiseError } from "../../values/exceptions.ts";
import { asStr, typeName } from "../../values/kinds.ts";
import { rt } from "../../values/runtime.ts";
import { dictOver } from "../../values/types/dict-views.ts";
import { withBounds } from "../../values/bounds.ts";
import { derive } from "../../values/unknown.ts";
import {
	boolClass,
	intClass,
	PyBytes,
	type PyDict,
	PyInstance,
	PyList,
	type PyModule,
	PyTuple,
	strClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { registerModule } from "../modules.ts";
import { alsoLater } from "../captures.ts";
import { recordLimit } from "../record.ts";
import { state } from "../state.ts";
import { onPathStart } from "../builtins/resets.ts";
import { pathText } from "../builtins/files.ts";
import { addDiskFunctions, addGlob, addPathQuestions, addTemporaries, addTreeFunctions } from "./disk.ts";
import { def, generic, items, Library, library, tuple } from "./kit.ts";
import { addListings } from "./listing.ts";

/** Text of a path argument; null when not known. */
function path(v: Value): string | null {
	if (v instanceof Unknown) return null;
	if (v instanceof PyBytes) return v.value;
	const text = pathText(v);
	if (text === null) raiseError("TypeError", `expected str, bytes or os.PathLike object, not ${typeName(v)}`);
	return text;
}
export function join(parts: string[]): string {
	let out = parts[0] ?? "";
	for (const p of parts.slice(1)) out = p.startsWith("/") ? p : out === "" || out.endsWith("/") ? out + p : `${out}/${p}`;
	return out;
}
export function normalise(p: string): string {
	if (p === "") return ".";
	const slashes = p.startsWith("//") && !p.startsWith("///") ? "//" : p.startsWith("/") ? "/" : "";
	const out: string[] = [];
	for (const part of p.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== ".." || (slashes === "" && out.length === 0) || out[out.length - 1] === "..") out.push(part);
		else if (out.length > 0) out.pop();
	}
	return slashes + out.join("/") || ".";
}
export function splitPath(p: string): [string, string] {
	const at = p.lastIndexOf("/") + 1;
	const head = p.slice(0, at);
	return [head === "/".repeat(head.length) ? head : head.replace(/\/+$/, ""), p.slice(at)];
}
export function splitExtension(p: string): [string, string] {
	const base = p.lastIndexOf("/") + 1;
	const dot = p.lastIndexOf(".");
	if (dot <= base || /^\.*$/.test(p.slice(base, dot))) return [p, ""];
	return [p.slice(0, dot), p.slice(dot)];
}
const unknownDisk = (what: string): Unknown => new Unknown(`${what} is not known`);
const workingDirectory = (): Unknown => new Unknown("the working directory is not known", { key: "cwd", type: strClass });

function addPath(m: Library): void {
	const one = (name: string, of: (p: string) => Value): void =>
		void m.fn(name, "! p", (v: Value) => {
			const p = path(v);
			return p === null ? derive(name, [v], strClass) : of(p);
		});
	m.fn("join", "! *parts", (parts: Value[]) => {
		for (const v of parts)
			if (!(v instanceof Unknown) && !(v instanceof PyBytes) && pathText(v) === null)
				raiseError("TypeError", `join() argument must be str, bytes, or os.PathLike object, not ${rt.repr(typeName(v))}`);
		const all = parts.map(path);
		return all.includes(null) ? derive("path.join", parts, strClass) : join(all as string[]);
	});
	one("basename", (p) => splitPath(p)[1]);
	one("dirname", (p) => splitPath(p)[0]);
	one("split", (p) => tuple(splitPath(p)));
	one("splitext", (p) => tuple(splitExtension(p)));
	one("splitdrive", (p) => tuple(["", p]));
	one("normpath", normalise);
	one("normcase", (p) => p);
	one("isabs", (p) => p.startsWith("/"));
	for (const name of ["abspath", "realpath"])
		one(name, (p) => (p.startsWith("/") ? normalise(p) : derive(name, [workingDirectory(), p], strClass)));
	one("expanduser", (p) =>
		p.startsWith("~") ? derive("home", [new Unknown("the home directory is not known", { key: "home" }), p], strClass) : p,
	);
	one("expandvars", (p) => (p.includes("$") ? unknownDisk("the environment") : p));
	m.fn("relpath", "! p start?", (v: Value, start?: Value) => {
		const [p, s] = [path(v), start === undefined ? "." : path(start)];
		if (p === null || s === null || p.startsWith("/") !== s.startsWith("/")) return derive("relpath", [v, start ?? null], strClass);
		const [a, b] = [
			normalise(p)
				.split("/")
				.filter((x) => x !== "" && x !== "."),
			normalise(s)
				.split("/")
				.filter((x) => x !== "" && x !== "."),
		];
		let n = 0;
		while (n < a.length && n < b.length && a[n] === b[n]) n++;
		return [...b.slice(n).map(() => ".."), ...a.slice(n)].join("/") || ".";
	});
	m.fn("commonprefix", "! paths", (v: Value) => {
		const all = (items(v) ?? []).map((x) => asStr(x) ?? "");
		let n = 0;
		while (all.length > 0 && all.every((p) => n < p.length && p[n] === all[0]![n])) n++;
		return (all[0] ?? "").slice(0, n);
	});
	m.fn("commonpath", "! paths", (v: Value) => {
		const all = (items(v) ?? []).map((x) => (asStr(x) ?? "").split("/"));
		let n = 0;
		while (all.length > 0 && all.every((p) => n < p.length && p[n] === all[0]![n])) n++;
		return (all[0] ?? []).slice(0, n).join("/") || (all[0]?.[0] === "" ? "/" : "");
	});
	addPathQuestions(m);
	m.unknown(["getsize", "getmtime", "getctime", "getatime", "samefile"], "what is on the disk is not known");
	m.set("sep", "/");
	m.set("pardir", "..");
	m.set("curdir", ".");
	m.set("extsep", ".");
	m.set("pathsep", ":");
}
let pathLibrary: Library | null = null;
/** One module under both names; made here because importing `os.path` would import `os` first. */
function pathModule(): PyModule {
	if (pathLibrary === null) {
		pathLibrary = new Library("os.path");
		addPath(pathLibrary);
		pathLibrary.set("__name__", "posixpath");
	}
	return pathLibrary.module;
}
registerModule("os.path", pathModule);
registerModule("posixpath", pathModule);
const USUAL = new Set(
	"HOME PATH USER LOGNAME PWD OLDPWD SHELL LANG LC_ALL TERM HOSTNAME TMPDIR EDITOR DISPLAY SHLVL PYTHONPATH VIRTUAL_ENV CONDA_PREFIX".split(
		" ",
	),
);
library("os", (m) => {
	m.set("path", pathModule());
	for (const [k, v] of Object.entries({
		sep: "/",
		name: "posix",
		linesep: "\n",
		curdir: ".",
		pardir: "..",
		extsep: ".",
		pathsep: ":",
		devnull: "/dev/null",
		altsep: null,
	}))
		m.set(k, v);
	const environ = m.cls("_Environ");
	/** Variables the program set itself are known. */
	const set = new Map<string, Value>();
	onPathStart(() => set.clear());
	const look = (k: Value): Value | undefined => {
		const name = asStr(k);
		return name !== null && set.has(name) ? set.get(name)! : undefined;
	};
	const variable = (k: Value): Unknown => derive("environ", [k, new Unknown("the environment is not known", { key: "environ" })]);
	const env = new PyInstance(environ);
	def(environ, "__getitem__", "! key", (_: Value, k: Value) => look(k) ?? variable(k));
	// Programs run with the defaults they give: an environment without the variable.
	def(environ, "get", "! key default?", (_: Value, k: Value, fallback?: Value) => look(k) ?? getDefault(k, fallback));
	def(environ, "__setitem__", "! key value", (_: Value, k: Value, v: Value) => alsoLater(() => set.set(String(k), v)));
	def(environ, "__delitem__", "! key", (_: Value, k: Value) => alsoLater(() => set.delete(String(k))));
	def(environ, "setdefault", "! key value", (_: Value, k: Value, v: Value) => {
		alsoLater(() => void (set.has(String(k)) || set.set(String(k), v)));
		return set.get(String(k))!;
	});
	def(environ, "pop", "! key default?", (_: Value, k: Value, fallback?: Value) => {
		const v = look(k) ?? fallback ?? variable(k);
		set.delete(String(k));
		return v;
	});
	const names = m.cls("KeysView");
	for (const cls of [environ, names])
		def(cls, "__contains__", "! key", (_: Value, k: Value) =>
			look(k) !== undefined ? true : isPlain(k) ? false : derive("in", [variable(k)], boolClass),
		);
	def(environ, "keys", "", () => new PyInstance(names));
	/** Packages look through it for settings of their own, which a fresh machine does not have. */
	const listed = (of: (k: string, v: Value) => Value): Value => {
		if (!state.exact || state.frame?.source.installed !== true) return unknownDisk("the environment");
		recordLimit("assumed", "the environment was taken to have nothing that a package asks for");
		return rt.call(rt.getAttr(new PyList([...set].map(([k, v]) => of(k, v))), "__iter__"), []);
	};
	def(names, "__iter__", "", () => listed((k) => k));
	def(environ, "update", "! other", (_: Value, other: Value) => {
		for (const k of items(other) ?? []) set.set(String(k), rt.getItem(other, k));
	});
	def(environ, "copy", "", (): PyDict => dictOver(new Map(set)));
	def(environ, "__iter__", "", () => listed((k) => k));
	def(environ, "values", "", () => listed((_, v) => v));
	def(environ, "items", "", () => listed((k, v) => new PyTuple([k, v])));
	// A script run for its output is run in a plain environment: only what every shell sets is there.
	const isPlain = (k: Value): boolean => state.exact && !USUAL.has(String(k)) && !(k instanceof Unknown);
	const getDefault = (k: Value, fallback: Value | undefined): Value =>
		isPlain(k)
			? (fallback ?? null)
			: derive("environ.get", [k, fallback ?? null, new Unknown("the environment is not known", { key: "environ" })]);
	m.set("environ", env);
	m.fn("getenv", "! .key .default?", (k: Value, fallback?: Value) => look(k) ?? getDefault(k, fallback));
	m.fn("putenv", "! k v", (k: Value, v: Value) => void set.set(String(k), v));
	m.fn("getcwd", "", workingDirectory);
	m.fn("fspath", "! p", (v: Value) => path(v) ?? v);
	m.fn("fsdecode", "! p", (v: Value) => path(v) ?? v);
	for (const name of ["chdir", "chmod", "symlink", "link", "utime", "removedirs", "fsync", "register_at_fork", "close", "nice", "truncate"])
		m.fn(name, "! *args **kw", () => null);
	addDiskFunctions(m);
	m.unknown(
		[
			"stat",
			"lstat",
			"access",
			"system",
			"popen",
			"getlogin",
			"urandom",
			"uname",
			"times",
			"getloadavg",
			"statvfs",
			"get_terminal_size",
			"sched_getaffinity",
			"umask",
			"readlink",
			"kill",
			"fork",
			"waitpid",
			"pipe",
			"getpgid",
		],
		"what is outside the program is not known",
	);
	m.fn("cpu_count", "", () => withBounds(new Unknown("the machine is not known", { key: "os.cpu_count", type: intClass }), 1, Infinity));
	// Nobody knows them, but they stay what they are.
	for (const name of ["getpid", "getppid", "getuid", "getgid", "geteuid", "getegid"])
		m.fn(name, "", () => new Unknown("what is outside the program is not known", { key: `os.${name}`, type: intClass }));
	addListings(m, path);
	m.fn("_exit", "! code", (code: Value) => raiseArgs("SystemExit", [code]));
	m.fn("abort", "", () => raiseArgs("SystemExit", [134]));
	m.fn("open", "! *args", () => new Unknown("file numbers are not modelled"));
	const like = m.cls("PathLike");
	like.set("__fspath__", null);
	generic(like);
	m.set("error", rt.exceptionClass("OSError"));
	for (const [k, v] of Object.entries({ F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64 }))
		m.set(k, v);
});
library("shutil", (m) => {
	for (const name of ["copystat", "copymode", "chown"]) m.fn(name, "! *args **kw", () => null);
	m.fn("copytree", "! src dst **kw", (_s: Value, dst: Value) => dst);
	addTreeFunctions(m);
	// A script runs as on a machine that has nothing but Python; what may be there counts in a check.
	m.fn("which", "cmd .mode? path?", () => (state.exact ? null : unknownDisk("what is installed")));
	m.unknown(["disk_usage", "get_terminal_size", "make_archive", "unpack_archive"], "what is on the disk is not known");
});
library("glob", (m) => {
	addGlob(m);
	m.fn("escape", "s", (s: Value) => (asStr(s) ?? "").replace(/([*?[])/g, "[$1]"));
});
library("tempfile", addTemporaries);
for (const name of [
	"subprocess",
	"multiprocessing",
	"multiprocessing.pool",
	"urllib.request",
	"urllib",
	"http",
	"select",
	"ssl",
	"sqlite3",
	"ctypes",
	"zipfile",
	"tarfile",
	"gzip",
	"getpass",
	"resource",
	"mmap",
])
	library(name, (m) => {
		m.module.missing = (attr) => (attr.startsWith("__") ? undefined : new Unknown(`\`${name}.${attr}\` is not modelled`));
		if (name === "subprocess") {
			const base = m.cls("SubprocessError", [rt.exceptionClass("Exception")]);
			for (const n of ["CalledProcessError", "TimeoutExpired"]) m.cls(n, [base]);
			for (const [k, v] of Object.entries({ PIPE: -1, STDOUT: -2, DEVNULL: -3 })) m.set(k, v);
		}
		if (name === "multiprocessing") {
			for (const f of ["set_start_method", "freeze_support"]) m.fn(f, "! *args **kw", () => null);
			m.fn("cpu_count", "", () => rt.call(rt.getAttr(rt.importModule("os"), "cpu_count"), []));
			m.fn("get_start_method", "! *args **kw", () => "fork");
		}
	});
