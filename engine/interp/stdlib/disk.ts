/** The functions of `os`, `os.path`, `shutil` and `tempfile` that look at the disk or change it. */
import { asStr } from "../../values/kinds.ts";
import { rt } from "../../values/runtime.ts";
import { boolClass, type PyInstance, PyList, Unknown, type Value } from "../../values/value.ts";
import * as disk from "../builtins/disk.ts";
import { openFile, pathText } from "../builtins/files.ts";
import { recordLimit } from "../record.ts";
import { state } from "../state.ts";
import { globbed } from "./listing.ts";
import { def, derive, type Library, tuple } from "./kit.ts";

const path = (v: Value): string | null => (v instanceof Unknown ? null : pathText(v));
const isTrue = (v: Value | undefined): boolean => v !== undefined && rt.truth(v);
/** Does something to a path that is known; one that is not changes nothing that is known. */
const to =
	(change: (path: string) => void) =>
	(v: Value): void => {
		const p = path(v);
		if (p !== null) change(p);
	};

export function addPathQuestions(m: Library): void {
	for (const [name, ask] of [
		["exists", disk.exists],
		["lexists", disk.exists],
		["isfile", disk.isFile],
		["isdir", disk.isFolder],
	] as const)
		m.fn(name, "! p", (v: Value) => {
			const p = path(v);
			const known = p === null ? null : ask(p);
			// What a package keeps under the user's home (caches, settings) is not there on a fresh machine.
			if (known === null && state.exact && state.frame?.source.installed === true) {
				recordLimit("assumed", `\`os.path.${name}\` of a place that is not known was taken for false`);
				return false;
			}
			return known ?? derive(`os.path.${name}`, [p ?? v], boolClass);
		});
	for (const name of ["islink", "ismount"]) m.fn(name, "! p", (v: Value) => derive(`os.path.${name}`, [v], boolClass));
}

export function addDiskFunctions(m: Library): void {
	m.fn("makedirs", "! .name .mode? .exist_ok?", (name: Value, _mode?: Value, mayExist?: Value) =>
		to((p) => disk.makeFolder(p, true, isTrue(mayExist)))(name),
	);
	m.fn(
		"mkdir",
		"! .path .mode? **kw",
		to((p) => disk.makeFolder(p, false, false)),
	);
	for (const name of ["remove", "unlink", "rmdir"]) m.fn(name, "! path **kw", to(disk.remove));
	for (const name of ["rename", "replace"])
		m.fn(name, "! src dst **kw", (from: Value, target: Value) => {
			const [a, b] = [path(from), path(target)];
			if (a !== null && b !== null) disk.rename(a, b);
		});
	m.fn("listdir", "! .path?", (v?: Value) => {
		const p = v === undefined ? "." : path(v);
		const names = p === null ? null : disk.namesIn(p);
		return names === null ? new Unknown("what is on the disk is not known") : new PyList(names);
	});
}

export function addTreeFunctions(m: Library): void {
	m.fn("rmtree", "! .path .ignore_errors? **kw", to(disk.removeTree));
	for (const name of ["copy", "copy2", "copyfile"])
		m.fn(name, "! src dst **kw", (from: Value, target: Value) => {
			const [a, b] = [path(from), path(target)];
			const text = a === null ? undefined : disk.readFile(a);
			if (text === undefined || b === null) return target;
			const into = disk.isFolder(b) === true ? `${b}/${a!.split("/").pop()}` : b;
			disk.writeFile(into, text);
			return into;
		});
	m.fn("move", "! src dst **kw", (from: Value, target: Value) => {
		const [a, b] = [path(from), path(target)];
		if (a === null || b === null) return target;
		const into = disk.isFolder(b) === true ? `${b}/${a.split("/").pop()}` : b;
		disk.rename(a, into);
		return into;
	});
}

/** Shell patterns. */
export function addGlob(m: Library): void {
	for (const name of ["glob", "iglob"])
		m.fn(name, "! .pathname * root_dir? dir_fd? recursive? include_hidden?", (v: Value, root?: Value, _fd?: Value, recursive?: Value) => {
			const p = path(v);
			const found = p === null || (root !== undefined && root !== null) ? null : globbed(p, isTrue(recursive));
			return found === null ? new Unknown("what is on the disk is not known") : new PyList(found);
		});
}

export function addTemporaries(m: Library): void {
	const name = (suffix?: Value, prefix?: Value, dir?: Value): string =>
		disk.temporaryName(
			asStr(suffix ?? null) ?? "",
			asStr(prefix ?? null) ?? "tmp",
			(dir === undefined || dir === null ? null : path(dir)) ?? "/tmp",
		);
	const folder = (suffix?: Value, prefix?: Value, dir?: Value): string => {
		const made = name(suffix, prefix, dir);
		disk.makeFolder(made, true, false);
		return made;
	};
	m.fn("mkdtemp", "! .suffix? .prefix? .dir?", folder);
	m.fn("mktemp", "! .suffix? .prefix? .dir?", name);
	m.fn("gettempdir", "", () => "/tmp");
	m.fn("mkstemp", "! .suffix? .prefix? .dir? .text?", (suffix?: Value, prefix?: Value, dir?: Value) => {
		const made = name(suffix, prefix, dir);
		disk.writeFile(made, "");
		return tuple([new Unknown("file numbers are not modelled"), made]);
	});
	for (const n of ["NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"])
		m.fn(n, "! .mode? * suffix? prefix? dir? **kw", (mode?: Value, suffix?: Value, prefix?: Value, dir?: Value) =>
			openFile(name(suffix, prefix, dir), asStr(mode ?? "w+b") ?? "w+b"),
		);
	const directory = m.cls("TemporaryDirectory");
	def(
		directory,
		"__init__",
		"! .suffix? .prefix? .dir? **kw",
		(self: PyInstance, suffix?: Value, prefix?: Value, dir?: Value) => void self.dict.set("name", folder(suffix, prefix, dir)),
	);
	def(directory, "__enter__", "", (self: PyInstance) => self.dict.get("name")!);
	for (const end of ["__exit__", "cleanup"])
		def(directory, end, "! *args", (self: PyInstance) => to(disk.removeTree)(self.dict.get("name")!));
}
