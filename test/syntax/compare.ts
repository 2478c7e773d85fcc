/** Where two dumps of a module differ, as readable lines. */
import type { ModuleDump, ScopeDump } from "./dump.ts";

/** A character given by its Unicode name is not looked up by us. */
const NAMED_CHARACTER = "\ufffd";

export function differences(ours: ModuleDump, theirs: ModuleDump, spans = true): string[] {
	const found: string[] = [];
	compare(ours.body, theirs.body, "body", spans, found);
	compare(ours.docstring, theirs.docstring, "docstring", spans, found);
	compareScopes(ours.scopes, theirs.scopes, "scopes", found);
	return found;
}

function compare(ours: unknown, theirs: unknown, path: string, spans: boolean, found: string[]): void {
	if (found.length >= 5) return;
	const report = () => found.push(`${path}: ours ${show(ours)}, CPython ${show(theirs)}`);
	if (typeof ours === "string" && typeof theirs === "string") {
		if (
			!sameText(ours, theirs) &&
			!(/^-?[\d.]/.test(theirs) && Number(ours) === Number(theirs)) &&
			!(ours === "Infinity" && theirs === "inf")
		)
			report();
		return;
	}
	if (typeof ours !== "object" || typeof theirs !== "object" || ours === null || theirs === null) {
		if (ours !== theirs) report();
		return;
	}
	if (Array.isArray(ours) && Array.isArray(theirs)) {
		if (ours.length !== theirs.length) return void report();
		for (let i = 0; i < ours.length; i++) compare(ours[i], theirs[i], `${path}[${i}]`, spans, found);
		return;
	}
	const left = ours as Record<string, unknown>;
	const right = theirs as Record<string, unknown>;
	if (left.kind !== right.kind) return void report();
	for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
		if (key === "span" && (!spans || left.span === null || right.span === null)) continue;
		compare(left[key], right[key], `${path}.${typeof left.kind === "string" ? `${left.kind}.` : ""}${key}`, spans, found);
	}
}

function show(value: unknown): string {
	const text = JSON.stringify(value) ?? "undefined";
	return text.length > 240 ? `${text.slice(0, 240)}…` : text;
}

function sameText(ours: string, theirs: string): boolean {
	if (ours === theirs) return true;
	if (!ours.includes(NAMED_CHARACTER)) return false;
	const left = [...ours];
	const right = [...theirs];
	return left.length === right.length && left.every((character, i) => character === NAMED_CHARACTER || character === right[i]);
}

/** Blocks come in different orders (symtable visits decorators, defaults and bodies in its own way): compared as sets. */
function compareScopes(ours: readonly ScopeDump[], theirs: readonly ScopeDump[], path: string, found: string[]): void {
	const left = ours.map(asText).sort();
	const right = theirs.map(asText).sort();
	const extra = left.filter((text) => !right.includes(text));
	const missing = right.filter((text) => !left.includes(text));
	if (left.length === right.length && extra.length === 0) return;
	const pick = (list: readonly ScopeDump[], texts: readonly string[]) => list.filter((scope) => texts.includes(asText(scope)));
	const oursLeft = pick(ours, extra);
	const theirsLeft = pick(theirs, missing);
	for (const scope of oursLeft) {
		const other = theirsLeft.find((candidate) => candidate.name === scope.name && candidate.type === scope.type);
		if (!other) {
			found.push(`${path}: CPython has no ${scope.type} ${scope.name} like ${show(scope)}`);
			continue;
		}
		for (const name of new Set([...Object.keys(scope.names), ...Object.keys(other.names)])) {
			if (scope.names[name] !== other.names[name])
				found.push(`${path}.${scope.name}: name ${name}: ours ${scope.names[name]}, CPython ${other.names[name]}`);
		}
		if (String(scope.params) !== String(other.params))
			found.push(`${path}.${scope.name}: params ours ${scope.params}, CPython ${other.params}`);
		compareScopes(scope.children, other.children, `${path}.${scope.name}`, found);
	}
	if (oursLeft.length === 0) found.push(`${path}: ${left.length} blocks, CPython ${right.length}: ${missing[0]}`);
}

const texts = new WeakMap<ScopeDump, string>();

function asText(scope: ScopeDump): string {
	let text = texts.get(scope);
	if (text === undefined) {
		const names = Object.keys(scope.names)
			.sort()
			.map((name) => `${name}=${scope.names[name]}`);
		text = `${scope.type} ${scope.name} (${scope.params}) {${names}} [${scope.children.map(asText).sort()}]`;
		texts.set(scope, text);
	}
	return text;
}
