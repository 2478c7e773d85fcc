/** `importlib` and its parts: imports by name, what is installed, and specs of modules. */
import { exceptionState, makeException } from "../../values/exceptions.ts";
import { asStr } from "../../values/kinds.ts";
import { dictSet } from "../../values/dict.ts";
import { rt } from "../../values/runtime.ts";
import { derive } from "../../values/unknown.ts";
import { PyDict, PyInstance, PyModule, PyRaise, strClass, Unknown, type Value } from "../../values/value.ts";
import type { Source } from "../../program.ts";
import { HOLE } from "../../values/text.ts";
import { readFile } from "../builtins/disk.ts";
import { execModule, isPresent, moduleSpec, newModule, resolveName } from "../imports.ts";
import { compileText } from "../run-text.ts";
import { state } from "../state.ts";
import { def, imported, instance, library, list, tuple } from "./kit.ts";

/** The text of a file that was imported before, or that the program wrote itself. */
function sourceAt(path: Value): Source | null {
	const where = asStr(path);
	if (where === null) return null;
	const known = state.sources.get(where)?.source;
	if (known) return known;
	const written = readFile(where);
	return written === undefined || written.includes(HOLE) ? null : (compileText(written, where, "exec")?.source ?? null);
}
const SUFFIXES = [".cpython-311-x86_64-linux-gnu.so", ".abi3.so", ".so"];
/** Distributions that are modelled here, and so always installed. */
const MODELLED: Record<string, string> = { torch: "2.13.0+cpu", numpy: "2.4.6", tqdm: "4.70.1", typing_extensions: "4.16.0" };

library("importlib", (m) => {
	m.fn("import_module", "! .name .package?", (name: Value, base?: Value) => {
		const text = asStr(name);
		return text === null ? new Unknown("the name of the module is not known") : rt.importModule(resolveName(text, asStr(base ?? null)));
	});
	m.fn("reload", "! module", (module: Value) => module);
	m.fn("invalidate_caches", "", () => null);
	m.module.missing = (name) =>
		["util", "metadata", "machinery", "resources", "abc"].includes(name) ? imported(`importlib.${name}`) : undefined;
});

library("importlib.util", (m) => {
	m.fn("find_spec", "! .name .package?", (name: Value, base?: Value) => {
		const text = asStr(name);
		if (text === null) return new Unknown("the name of the module is not known");
		const full = resolveName(text, asStr(base ?? null));
		const there = isPresent(full);
		return there === null
			? new Unknown(`whether \`${full}\` is installed is not known`, { key: `find_spec ${full}` })
			: there
				? moduleSpec(full)
				: null;
	});
	m.fn("resolve_name", "! .name .package", (name: Value, base: Value) => resolveName(asStr(name) ?? "", asStr(base)));
	m.fn("module_from_spec", "! spec", (spec: Value) => {
		const name = spec instanceof PyInstance ? asStr(spec.dict.get("name") ?? null) : null;
		const source = spec instanceof PyInstance ? sourceAt(spec.dict.get("origin") ?? null) : null;
		if (name !== null && source !== null) return newModule(name, source);
		const module = new PyModule(name ?? "module", null);
		module.dict.set("__name__", name).set("__spec__", spec);
		module.missing = (attr) => (attr.startsWith("__") ? undefined : new Unknown("modules made from specs are not modelled"));
		return module;
	});
	m.fn("spec_from_file_location", "! .name .location? * loader? submodule_search_locations?", (name: Value, location?: Value) =>
		moduleSpec(asStr(name) ?? "module", location ?? null),
	);
	m.unknown(["spec_from_loader", "cache_from_source", "source_from_cache", "decode_source"], "loaders are not modelled");
});

library("importlib.machinery", (m) => {
	m.set("SOURCE_SUFFIXES", list([".py"]));
	m.set("BYTECODE_SUFFIXES", list([".pyc"]));
	m.set("EXTENSION_SUFFIXES", list([...SUFFIXES]));
	m.fn("all_suffixes", "", () => list([".py", ".pyc", ...SUFFIXES]));
	const spec = m.cls("ModuleSpec");
	def(
		spec,
		"__init__",
		"! .name .loader? * origin? loader_state? is_package?",
		(self: PyInstance, name: Value, loader?: Value, origin?: Value, loaderState?: Value, isPackage?: Value) => {
			const given: Record<string, Value> = { name, loader: loader ?? null, origin: origin ?? null, loader_state: loaderState ?? null };
			for (const [k, v] of Object.entries(given)) self.dict.set(k, v);
			self.dict.set("submodule_search_locations", isPackage === true ? list([]) : null);
			self.dict.set("cached", null).set("has_location", origin !== undefined && origin !== null);
			const text = asStr(name) ?? "";
			self.dict.set("parent", isPackage === true ? text : text.slice(0, Math.max(0, text.lastIndexOf("."))));
		},
	);
	def(
		spec,
		"__repr__",
		"",
		(self: PyInstance) => `ModuleSpec(name='${asStr(self.dict.get("name")!)}', loader=${rt.repr(self.dict.get("loader")!)})`,
	);
	for (const name of [
		"SourceFileLoader",
		"SourcelessFileLoader",
		"ExtensionFileLoader",
		"BuiltinImporter",
		"FrozenImporter",
		"PathFinder",
	]) {
		const loader = m.cls(name);
		def(loader, "__init__", "! .fullname? .path?", (self: PyInstance, fullname?: Value, path?: Value) => {
			self.dict.set("name", fullname ?? null).set("path", path ?? null);
		});
		def(loader, "exec_module", "! module", (self: PyInstance, module: Value) => {
			if (module instanceof PyModule && module.source !== null && module.source.path === asStr(self.dict.get("path") ?? null))
				execModule(module, module.source, "import");
			return null;
		});
	}
	const finder = m.cls("FileFinder");
	def(finder, "__init__", "! .path *loaders", (self: PyInstance, path: Value) => void self.dict.set("path", path));
	// Only what is beside installed sources is known.
	def(finder, "find_spec", "! .fullname .target?", (self: PyInstance, fullname: Value) => {
		const [folder, name] = [asStr(self.dict.get("path")!), asStr(fullname)];
		const names = folder === null ? null : (state.program?.packages?.names(folder) ?? null);
		if (names === null || name === null) return new Unknown("what is on the disk is not known");
		const file = names.find((n) => n.startsWith(`${name}.`) && /\.(so|pyd)$/.test(n));
		return file === undefined ? null : moduleSpec(name, `${folder}/${file}`);
	});
});

library("importlib.metadata", (m) => {
	const notFound = m.cls("PackageNotFoundError", [rt.exceptionClass("ModuleNotFoundError")]);
	def(notFound, "__str__", "", (self: PyInstance) => `No package metadata was found for ${rt.str(exceptionState(self).args[0] ?? "")}`);
	/** Null when nothing tells whether it is installed. */
	const versionOf = (name: Value): string | null => {
		const text = asStr(name);
		const packages = state.program?.packages ?? null;
		if (text === null) return null;
		const known = MODELLED[text.replaceAll("-", "_")] ?? packages?.version(text) ?? null;
		if (known === null && packages !== null) throw new PyRaise(makeException(notFound, [text]));
		return known;
	};
	const version = (name: Value): Value =>
		versionOf(name) ?? derive("version", [name, new Unknown("what is installed is not known")], strClass);
	m.fn("version", "! .distribution_name", version);
	const distribution = m.cls("Distribution");
	m.fn("distribution", "! .distribution_name", (name: Value) => {
		const out = instance(distribution);
		out.dict.set("version", version(name)).set("name", name);
		return out;
	});
	m.fn("metadata", "! .distribution_name", (name: Value) => {
		const out = new PyDict();
		dictSet(out, "Version", version(name));
		dictSet(out, "Name", name);
		out.hasUnknownKeys = true;
		return out;
	});
	m.fn("packages_distributions", "", () => {
		const packages = state.program?.packages ?? null;
		if (packages === null) return new Unknown("what is installed is not known");
		const out = new PyDict();
		for (const name of [...Object.keys(MODELLED), ...packages.distributions()]) dictSet(out, name.replaceAll("-", "_"), list([name]));
		return out;
	});
	// What registers itself under a group of entry points is somebody else's business.
	m.fn("entry_points", "! * group? name?", (group?: Value) => (group === undefined ? new PyDict() : tuple([])));
	m.unknown(["files", "requires", "distributions"], "what is installed is not known");
});

library("importlib.resources", (m) =>
	m.unknown(
		["files", "path", "open_text", "open_binary", "read_text", "read_binary", "is_resource", "contents", "as_file"],
		"what is on the disk is not known",
	),
);
