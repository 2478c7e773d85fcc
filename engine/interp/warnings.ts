/** Python's warnings: filters, once-per-place registry, and what was shown. `warnings` of the standard library works on this state. */
import { fillHoles, strValue } from "../values/text.ts";
import { exceptionClasses, makeException } from "../values/exceptions.ts";
import { rt } from "../values/runtime.ts";
import { PyBuiltin, type PyClass, PyModule } from "../values/value.ts";
import type { PythonWarning } from "../report/report.ts";
import { lineOf, userSite } from "./frame.ts";
import { state } from "./state.ts";

export interface WarningFilter {
	action: "default" | "error" | "ignore" | "always" | "module" | "once";
	/** Matched at the start of the text; null: any. */
	message: RegExp | null;
	category: PyClass;
	module: RegExp | null;
	line: number;
}
export interface RaisedWarning {
	category: PyClass;
	message: string;
	line: number;
	path: string;
}

class WarningState {
	filters: WarningFilter[] = [];
	shown: PythonWarning[] = [];
	registry: Set<string> = new Set();
	/** `catch_warnings(record=True)`: takes warnings instead of showing them. */
	capture: ((w: RaisedWarning) => void) | null = null;
}
export const warningState = new WarningState();

const filter = (action: WarningFilter["action"], category: string, module: RegExp | null = null): WarningFilter => ({
	action,
	message: null,
	category: exceptionClasses.get(category)!,
	module,
	line: 0,
});

export function resetWarnings(): void {
	warningState.filters = [
		filter("default", "DeprecationWarning", /^__main__$/),
		filter("ignore", "DeprecationWarning"),
		filter("ignore", "PendingDeprecationWarning"),
		filter("ignore", "ImportWarning"),
		filter("ignore", "ResourceWarning"),
	];
	warningState.shown = [];
	warningState.registry = new Set();
	warningState.capture = null;
}

/** The message of the exception to raise, when a filter says `error`; else null. */
export function warn(category: PyClass, message: string, stacklevel = 1): "error" | null {
	let frame = state.frame;
	for (let i = 1; i < stacklevel && frame?.caller; i++) frame = frame.caller;
	if (frame === null) return null;
	const site = userSite(frame.site());
	// Where the program was in its own file, whatever frame the warning is attributed to.
	const here = state.frame === null ? site : userSite(state.frame.site());
	const moduleName = frame.globals.dict.get("__name__");
	const line = lineOf(site);
	const found = warningState.filters.find(
		(f) =>
			category.isSubclassOf(f.category) &&
			(f.message === null || f.message.test(message)) &&
			(f.module === null || f.module.test(String(moduleName))) &&
			(f.line === 0 || f.line === line),
	);
	const action = found?.action ?? "default";
	if (action === "ignore") return null;
	if (action === "error") return "error";
	// A library's own line stands for itself: what it says without a `stacklevel` is said once, whoever calls.
	const own = frame.isUser ? site : frame.site();
	const place = action === "once" ? "" : action === "module" ? own.source.path : `${own.source.path}:${lineOf(own)}`;
	const key = `${place}|${category.name}|${message}`;
	if (action !== "always") {
		if (warningState.registry.has(key)) return null;
		warningState.registry.add(key);
	}
	if (warningState.capture !== null) {
		warningState.capture({ category, message, line, path: site.source.path });
		return null;
	}
	const shower = state.modules.get("warnings");
	const show = shower instanceof PyModule ? shower.dict.get("showwarning") : undefined;
	if (show !== undefined && !(show instanceof PyBuiltin)) {
		rt.call(show, [makeException(category, [strValue(message)]), category, site.source.path, line]);
		return null;
	}
	warningState.shown.push({ category: category.name, message: fillHoles(message), path: here.source.path, line: lineOf(here) });
	return null;
}
