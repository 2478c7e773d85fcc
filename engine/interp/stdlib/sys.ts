/** `sys`, `gc`, `platform`, `atexit`, `__future__`, `builtins` helpers: what a program asks about its process. */
import { addSysFrames } from "./frames.ts";
import { raiseArgs } from "../../values/exceptions.ts";
import { asStr } from "../../values/kinds.ts";
import { def } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { dictOver } from "../../values/types/dict-views.ts";
import { exceptionState } from "../../values/exceptions.ts";
import { type Kwargs, NativeProperty, PyInstance, PyList, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { onPathStart } from "../builtins/resets.ts";
import { moduleChanged } from "../captures.ts";
import { standardError, standardOutput, textStreamClass, writeTo } from "../builtins/output.ts";
import { state } from "../state.ts";
import { unknownText } from "../../values/text.ts";
import { float, instance, library, list, tuple } from "./kit.ts";
import { restOf } from "./rest.ts";

def(textStreamClass, "write", "! text", (self: Value, text: Value) => {
	writeTo(self, text instanceof Unknown ? unknownText(text) : (asStr(text) ?? ""));
	return text instanceof Unknown ? new Unknown(text.why) : (asStr(text) ?? "").length;
});
def(textStreamClass, "writelines", "! lines", (self: Value, lines: Value) => {
	for (const line of rt.items(lines) ?? []) writeTo(self, asStr(line) ?? "");
});
for (const name of ["flush", "close", "reconfigure", "fileno"]) def(textStreamClass, name, "! *args **kw", () => null);
def(textStreamClass, "isatty", "", () => false);
textStreamClass.set("encoding", "utf-8");
textStreamClass.set("name", new NativeProperty("name", (self) => `<${String((self as PyInstance).native)}>`));
textStreamClass.set("closed", false);
const standardInput = new PyInstance(textStreamClass);
standardInput.native = "stdin";
for (const name of ["read", "readline", "readlines"])
	def(textStreamClass, name, "! *args", () => new Unknown("what the user types is not known"));

library("sys", (m) => {
	const reset = (): void => {
		const argv = list([state.program?.entry.path ?? "", ...(state.options?.argv ?? [])]);
		// Whoever checks a script does not say what it will be called with.
		if (state.options?.argv === undefined && argv instanceof PyList) argv.more = new Unknown("the command line is not known");
		m.set("argv", argv);
		m.set("path", list([""]));
		m.set("modules", dictOver(state.modules, moduleChanged));
		m.set("stdout", standardOutput);
		m.set("stderr", standardError);
		m.set("stdin", standardInput);
		m.set("__stdout__", standardOutput);
		m.set("__stderr__", standardError);
	};
	// The path's own tables are made after its start: what depends on them is filled in when it is asked for.
	onPathStart(() => {
		for (const name of FRESH) m.module.dict.delete(name);
	});
	const rest = restOf("sys");
	m.module.missing = (name) => {
		if (FRESH.includes(name)) {
			const kept = new Map(m.module.dict);
			reset();
			// What the program has set meanwhile stays.
			for (const fresh of FRESH) if (kept.has(fresh)) m.set(fresh, kept.get(fresh)!);
			return m.get(name);
		}
		return rest(name);
	};
	const version = m.cls("version_info");
	const info = new PyTuple([3, 11, 2, "final", 0]);
	info.cls = version;
	version.mro = [version, ...tuple([]).cls.mro];
	["major", "minor", "micro", "releaselevel", "serial"].forEach((n, i) =>
		version.set(n, new NativeProperty(n, (self) => (self as PyTuple).items[i]!)),
	);
	m.set("version_info", info);
	def(version, "__repr__", "", () => "sys.version_info(major=3, minor=11, micro=2, releaselevel='final', serial=0)");
	m.set("version", "3.11.2 (main)");
	m.set("hexversion", 0x030b02f0);
	m.set("maxsize", 9223372036854775807n);
	m.set("maxunicode", 0x10ffff);
	m.set("platform", "linux");
	m.set("byteorder", "little");
	m.set("executable", new Unknown("the place of the interpreter is not known"));
	m.set("prefix", new Unknown("the place of the interpreter is not known"));
	const flags = instance(m.cls("flags"));
	for (const name of "debug inspect interactive optimize dont_write_bytecode no_user_site no_site ignore_environment verbose bytes_warning quiet isolated dev_mode safe_path".split(
		" ",
	))
		flags.dict.set(name, name === "dev_mode" || name === "safe_path" ? false : 0);
	flags.dict.set("hash_randomization", 1).set("utf8_mode", 0).set("int_max_str_digits", 4300);
	m.set("flags", flags);
	m.set("warnoptions", list([]));
	m.set("builtin_module_names", tuple([]));
	m.set("dont_write_bytecode", false);
	const implementation = instance(m.cls("implementation"));
	implementation.dict.set("name", "cpython");
	m.set("implementation", implementation);
	const floatInfo = instance(m.cls("float_info"));
	for (const [k, v] of Object.entries({ max: 1.7976931348623157e308, min: 2.2250738585072014e-308, epsilon: 2.220446049250313e-16 }))
		floatInfo.dict.set(k, float(v));
	for (const [k, v] of Object.entries({
		max_exp: 1024,
		max_10_exp: 308,
		min_exp: -1021,
		min_10_exp: -307,
		dig: 15,
		mant_dig: 53,
		radix: 2,
		rounds: 1,
	}))
		floatInfo.dict.set(k, v);
	m.set("float_info", floatInfo);
	m.fn("exit", "! code?", (code?: Value) => raiseArgs("SystemExit", code === undefined ? [] : [code]));
	m.fn("getrecursionlimit", "", () => 1000);
	for (const name of ["setrecursionlimit", "settrace", "setprofile", "intern", "setswitchinterval", "addaudithook", "audit"])
		m.fn(name, "! *args", ([x]: Value[]) => (name === "intern" ? (x ?? null) : null));
	m.fn("getrefcount", "! o", () => new Unknown("reference counts are not modelled"));
	m.fn("getsizeof", "! o default?", () => new Unknown("sizes in memory are not modelled"));
	m.fn("getdefaultencoding", "", () => "utf-8");
	m.fn("getfilesystemencoding", "", () => "utf-8");
	m.fn("is_finalizing", "", () => false);
	m.fn("gettrace", "", () => null);
	addSysFrames(m);
	m.fn("exc_info", "", () => {
		const e = state.handled;
		return e === null ? tuple([null, null, null]) : tuple([e.cls, e, exceptionState(e).traceback]);
	});
	m.fn("displayhook", "! v", () => null);
	m.fn("excepthook", "! *args", () => null);
});
/** What differs from path to path. */
const FRESH = ["argv", "path", "modules", "stdout", "stderr", "stdin", "__stdout__", "__stderr__"];

library("gc", (m) => {
	for (const name of ["collect", "get_count", "get_objects", "get_referrers", "get_stats"])
		m.unknown([name], "the garbage collector is not modelled");
	for (const name of ["enable", "disable", "freeze", "set_threshold", "set_debug"]) m.fn(name, "! *args", () => null);
	m.fn("isenabled", "", () => true);
});
library("platform", (m) => {
	m.unknown(
		["platform", "node", "release", "version", "processor", "uname", "python_build", "python_compiler", "machine"],
		"the machine is not known",
	);
	m.fn("system", "", () => "Linux");
	m.fn("python_version", "", () => "3.11.2");
	m.fn("python_implementation", "", () => "CPython");
});
library("atexit", (m) => {
	m.fn("register", "! f *args **kw", (f: Value, _args: Value[], _kw: Kwargs) => f);
	m.fn("unregister", "! f", () => null);
});
library("__future__", (m) => {
	for (const name of [
		"annotations",
		"division",
		"print_function",
		"absolute_import",
		"unicode_literals",
		"generator_stop",
		"with_statement",
		"nested_scopes",
	])
		m.set(name, true);
});
library("signal", (m) => {
	for (const name of ["signal", "alarm", "getsignal"]) m.fn(name, "! *args", () => null);
	for (const [name, n] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGALRM: 14, SIGUSR1: 10, SIGUSR2: 12, SIGKILL: 9 })) m.set(name, n);
});
