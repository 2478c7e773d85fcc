/** One activation: the variables of a function call, a module or a class body, and where it is now. */
import type { Source } from "../program.ts";
import type { FunctionScope, Span, Module } from "../syntax/nodes.ts";
import { Lines } from "../text/lines.ts";
import type { PyClass, PyFunction, PyModule, Scope, Site, Value } from "../values/value.ts";
import { preludeSources } from "./modules.ts";

export class Frame implements Scope {
	vars: Map<string, Value>;
	/** The enclosing function scope. */
	parent: Scope | null;
	readonly globals: PyModule;
	readonly source: Source;
	readonly isUser: boolean;
	/** As tracebacks print it. */
	readonly name: string;
	fn: PyFunction | null = null;
	/** What the function or comprehension binds. */
	scope: FunctionScope | null = null;
	definingClass: PyClass | null = null;
	caller: Frame | null = null;
	/** What runs now: enough to name the line. */
	node: Span;
	returned: Value = null;
	/** In a class body: functions that wait for their `__class__` cell. */
	waiting: PyFunction[] | null = null;
	/** A function, lambda or comprehension: inner functions close over it. */
	isFunction = false;
	isClass = false;
	private lastSite: Site | null = null;

	constructor(name: string, globals: PyModule, source: Source, vars: Map<string, Value>, parent: Scope | null, node: Span) {
		this.name = name;
		this.globals = globals;
		this.source = source;
		this.vars = vars;
		this.parent = parent;
		this.node = node;
		this.isUser = source.installed !== true && !preludeSources.has(source);
	}

	/** A generator goes on, maybe called from somewhere else. */
	resumedBy(caller: Frame | null): void {
		this.caller = caller;
		this.lastSite = null;
	}

	/** Where this frame is; made once per place. */
	site(): Site {
		const last = this.lastSite;
		if (last !== null && last.node === this.node) return last;
		const caller = this.caller === null ? null : this.caller.site();
		const site: Site = { source: this.source, node: this.node, caller, inFunction: this.name, isUser: this.isUser };
		this.lastSite = site;
		return site;
	}
}

/** The scope functions made in this frame close over: class bodies and modules are skipped. */
export function closureOf(frame: Frame): Scope | null {
	return frame.isFunction ? frame : frame.parent;
}

const lineTables = new WeakMap<Module, Lines>();
export function linesOf(source: Source): Lines {
	let lines = lineTables.get(source.module);
	if (lines === undefined) lineTables.set(source.module, (lines = new Lines(source.text)));
	return lines;
}

/** The offset whose line Python reports for a node: of a method call or an attribute, the attribute's name; else the start. */
export function anchor(node: Span): number {
	const n = node as { kind?: string; func?: { kind: string; attrSpan?: Span }; attrSpan?: Span };
	if (n.kind === "Call" && n.func?.kind === "Attribute") return n.func.attrSpan!.start;
	if (n.kind === "Attribute") return n.attrSpan!.start;
	return node.start;
}
/** 1-based. */
export const lineOf = (site: Site): number => linesOf(site.source).line(anchor(site.node));

/** The innermost site in a user's file, or the site itself when there is none. */
export function userSite(site: Site): Site {
	for (let s: Site | null = site; s !== null; s = s.caller) if (s.isUser) return s;
	return site;
}
