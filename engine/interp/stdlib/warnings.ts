/** `warnings`, on the filters and the registry of the interpreter. */
import { exceptionClasses, makeException } from "../../values/exceptions.ts";
import { asStr } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { strValue } from "../../values/text.ts";
import { PyClass, PyInstance, PyList, PyRaise, strClass, Unknown, type Value } from "../../values/value.ts";
import { warn, warningState, type WarningFilter } from "../warnings.ts";
import { def, instance, integer, library, list } from "./kit.ts";

library("warnings", (m) => {
	const text = (v: Value | undefined): RegExp | null => {
		const s = v === undefined ? "" : (asStr(v) ?? "");
		try {
			return s === "" ? null : new RegExp(`^(?:${s})`, "i");
		} catch {
			return null;
		}
	};
	const insert = (f: WarningFilter, append: boolean): void =>
		void (append ? warningState.filters.push(f) : warningState.filters.unshift(f));
	const base = exceptionClasses.get("Warning")!;
	m.fn(
		"filterwarnings",
		"! .action .message? .category? .module? .lineno? .append?",
		(action: Value, message?: Value, category?: Value, module?: Value, line?: Value, append?: Value) =>
			insert(
				{
					action: (asStr(action) ?? "default") as "default",
					message: text(message),
					category: category instanceof PyClass ? category : base,
					module: text(module),
					line: line === undefined ? 0 : integer(line),
				},
				append !== undefined && rt.truth(append),
			),
	);
	m.fn("simplefilter", "! .action .category? .lineno? .append?", (action: Value, category?: Value, line?: Value, append?: Value) =>
		insert(
			{
				action: (asStr(action) ?? "default") as "default",
				message: null,
				category: category instanceof PyClass ? category : base,
				module: null,
				line: line === undefined ? 0 : integer(line),
			},
			append !== undefined && rt.truth(append),
		),
	);
	m.fn("resetwarnings", "", () => {
		warningState.filters = [];
	});
	m.fn("warn", "! .message .category? .stacklevel? .source?", (message: Value, category?: Value, level?: Value) => {
		const given = message instanceof PyInstance && message.cls.isSubclassOf(base);
		const cls = given ? message.cls : category instanceof PyClass ? category : exceptionClasses.get("UserWarning")!;
		const shown = rt.str(message);
		if (warn(cls, shown, level === undefined ? 1 : integer(level)) === "error")
			throw new PyRaise(given ? message : makeException(cls, [strValue(shown)]));
	});
	m.fn("warn_explicit", "! *args **kw", () => null);
	m.fn("showwarning", "! *args **kw", () => null);
	m.fn(
		"formatwarning",
		"! message category *args **kw",
		(message: Value) => new Unknown(`the shown form of ${String(message)}`, { type: strClass }),
	);
	const message = m.cls("WarningMessage");
	const catcher = m.cls("catch_warnings");
	interface Kept {
		record: boolean;
		action: string | null;
		filters: WarningFilter[];
		capture: typeof warningState.capture;
		registry: Set<string>;
		shower: Value;
	}
	def(
		catcher,
		"__init__",
		"! * record? module? action? category? **kw",
		(self: PyInstance, record?: Value, _module?: Value, action?: Value) => {
			self.native = {
				record: record === true,
				action: action === undefined || action === null ? null : asStr(action),
				filters: [],
				capture: null,
				registry: new Set(),
				shower: null,
			} satisfies Kept;
		},
	);
	def(catcher, "__enter__", "", (self: PyInstance) => {
		const kept = self.native as Kept;
		kept.filters = warningState.filters;
		kept.capture = warningState.capture;
		kept.registry = warningState.registry;
		kept.shower = rt.getAttr(rt.importModule("warnings"), "showwarning");
		warningState.filters = [...kept.filters];
		warningState.registry = new Set(kept.registry);
		if (kept.action !== null) insert({ action: kept.action as "default", message: null, category: base, module: null, line: 0 }, false);
		if (!kept.record) return null;
		const out = new PyList([]);
		warningState.capture = (w) => {
			const x = instance(message);
			x.dict
				.set("message", makeException(w.category, [strValue(w.message)]))
				.set("category", w.category)
				.set("lineno", w.line)
				.set("filename", w.path)
				.set("line", null)
				.set("file", null);
			out.items.push(x);
		};
		return out;
	});
	def(catcher, "__exit__", "! *args", (self: PyInstance) => {
		const kept = self.native as Kept;
		warningState.filters = kept.filters;
		warningState.capture = kept.capture;
		warningState.registry = kept.registry;
		rt.setAttr(rt.importModule("warnings"), "showwarning", kept.shower);
		return null;
	});
	m.set("filters", list([]));
	getter(message, "source", () => null);
});
