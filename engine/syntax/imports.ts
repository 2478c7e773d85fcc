/** Import statements. */
import type { Alias, Stmt } from "./nodes.ts";
import { plainIdentifier, type Context } from "./context.ts";
import { explain } from "./gaps.ts";
import { child, childOfType, parts, type Raw } from "./raw.ts";

export function lowerImport(cx: Context, raw: Raw): Stmt {
	if (raw.broken) cx.gap(raw, explain(cx.text, raw, "invalid import"));
	return { kind: "Import", names: aliases(cx, raw, true), start: raw.start, end: raw.end };
}

export function lowerImportFrom(cx: Context, raw: Raw): Stmt {
	const { start, end } = raw;
	if (raw.broken) cx.gap(raw, explain(cx.text, raw, "invalid import"));
	const source = raw.type === "future_import_statement" ? null : child(raw, "module_name");
	const dotted = source?.type === "relative_import" ? childOfType(source, "dotted_name") : source;
	const prefix = source?.type === "relative_import" ? childOfType(source, "import_prefix") : null;
	const module = raw.type === "future_import_statement" ? "__future__" : dotted ? dottedText(cx, dotted) : null;
	const star = childOfType(raw, "wildcard_import");
	const names: Alias[] = star ? [{ name: "*", asname: null, target: null, start: star.start, end: star.end }] : aliases(cx, raw, false);
	if (module === "__future__" && names.some((alias) => alias.name === "annotations")) cx.lazyAnnotations = true;
	return { kind: "ImportFrom", module, names, level: prefix ? cx.slice(prefix).replace(/[^.]/g, "").length : 0, start, end };
}

/** `import a.b` binds `a`; `from m import a` binds `a`. */
function aliases(cx: Context, raw: Raw, isModule: boolean): Alias[] {
	const names: Alias[] = [];
	for (const part of raw.children) {
		if (part.field !== "name" || part.missing) continue;
		const { start, end } = part;
		const dotted = part.type === "aliased_import" ? child(part, "name") : part;
		const alias = part.type === "aliased_import" ? child(part, "alias") : null;
		if (!dotted) continue;
		const name = dottedText(cx, dotted);
		const bound = alias ?? (isModule ? (parts(dotted)[0] ?? dotted) : dotted);
		names.push({ name, asname: alias ? plainIdentifier(cx.slice(alias)) : null, target: cx.store(bound), start, end });
	}
	return names;
}

/** A dotted name may be written with blanks around its dots. */
function dottedText(cx: Context, raw: Raw): string {
	return parts(raw)
		.map((part) => plainIdentifier(cx.slice(part)))
		.join(".");
}
