/** Files: what the program wrote in this run can be read back; everything else has unknown contents. */
import { raiseError } from "../../values/exceptions.ts";
import { asInt, asStr } from "../../values/kinds.ts";
import { def, getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { unknownText, strValue } from "../../values/text.ts";
import {
	builtinClass,
	bytesClass,
	intClass,
	PyBytes,
	PyInstance,
	PyIterator,
	PyList,
	strClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { declareImmutable } from "../guard.ts";
import { isFile, isFolder, noSuchFile, plainPath, readFile, writeFile } from "./disk.ts";

export const fileClass = builtinClass("TextIOWrapper", undefined, "_io");
// What a file holds is not known under `check`, where modules are kept.
declareImmutable(fileClass);
interface Stream {
	path: string | null;
	mode: string;
	/** Null: contents not known. */
	text: string | null;
	at: number;
	isClosed: boolean;
}
const stream = (v: Value): Stream => (v as PyInstance).native as Stream;
export const pathText = (v: Value): string | null => {
	const direct = asStr(v);
	if (direct !== null) return direct;
	const own = v instanceof PyInstance ? v.cls.lookup("__fspath__") : undefined;
	return own === undefined || own === null ? null : asStr(rt.call(own, [v]));
};
export function openFile(file: Value, mode: string): Value {
	const path = file instanceof Unknown ? null : pathText(file);
	const out = new PyInstance(fileClass);
	const known = path === null ? undefined : readFile(path);
	const writes = /[wx]/.test(mode);
	if (path !== null) {
		const parent = plainPath(`${path}/..`);
		if (/[wxa]/.test(mode) ? isFolder(parent) === false : isFile(path) === false) noSuchFile(file);
	}
	const fresh = writes || (mode.includes("a") && path !== null && isFile(path) === false);
	const text = fresh ? "" : (known ?? null);
	if (fresh && path !== null) writeFile(path, "");
	out.native = { path, mode, text, at: mode.includes("a") && text !== null ? text.length : 0, isClosed: false } satisfies Stream;
	return out;
}

const isBinary = (s: Stream): boolean => s.mode.includes("b");
const wrap = (s: Stream, text: string): Value => (isBinary(s) ? new PyBytes(text) : strValue(text));
const unknownContents = (s: Stream): Unknown =>
	new Unknown(
		s.path === null ? "the contents of the file are not known" : `the contents of the file ${JSON.stringify(s.path)} are not known`,
		{ type: isBinary(s) ? bytesClass : strClass },
	);
function live(v: Value): Stream {
	const s = stream(v);
	if (s.isClosed) raiseError("ValueError", "I/O operation on closed file.");
	return s;
}
function put(s: Stream, text: string): void {
	if (s.text === null) return;
	s.text = s.text.slice(0, s.at) + text + s.text.slice(s.at + text.length);
	s.at += text.length;
	if (s.path !== null) writeFile(s.path, s.text);
}
def(fileClass, "write", "! data", (self: Value, data: Value) => {
	const s = live(self);
	const text = data instanceof PyBytes ? data.value : data instanceof Unknown ? unknownText(data) : asStr(data);
	if (text === null)
		raiseError(
			"TypeError",
			isBinary(s)
				? `a bytes-like object is required, not '${rt.typeOf(data).name}'`
				: `write() argument must be str, not ${rt.typeOf(data).name}`,
		);
	put(s, text);
	return data instanceof Unknown ? new Unknown(data.why, { type: intClass }) : text.length;
});
def(fileClass, "writelines", "! lines", (self: Value, lines: Value) => {
	for (const line of rt.items(lines) ?? []) put(live(self), asStr(line) ?? (line instanceof Unknown ? unknownText(line) : ""));
});
def(fileClass, "read", "! size?", (self: Value, size?: Value) => {
	const s = live(self);
	if (s.text === null) return unknownContents(s);
	const n = size === undefined || size === null ? -1 : Number(asInt(size) ?? -1);
	const out = s.text.slice(s.at, n < 0 ? undefined : s.at + n);
	s.at += out.length;
	return wrap(s, out);
});
function line(s: Stream): string | undefined {
	if (s.text === null || s.at >= s.text.length) return undefined;
	const end = s.text.indexOf("\n", s.at);
	const out = s.text.slice(s.at, end < 0 ? undefined : end + 1);
	s.at += out.length;
	return out;
}
def(fileClass, "readline", "! size?", (self: Value) => {
	const s = live(self);
	return s.text === null ? unknownContents(s) : wrap(s, line(s) ?? "");
});
def(fileClass, "readlines", "! hint?", (self: Value) => {
	const s = live(self);
	if (s.text === null) return new Unknown(unknownContents(s).why);
	const out: Value[] = [];
	for (let l = line(s); l !== undefined; l = line(s)) out.push(wrap(s, l));
	return new PyList(out);
});
def(fileClass, "__iter__", "", (self: Value) => {
	const s = live(self);
	if (s.text === null) return new PyIterator(rt.iterate(unknownContents(s)));
	return new PyIterator(() => {
		const l = line(s);
		return l === undefined ? undefined : wrap(s, l);
	});
});
def(fileClass, "__enter__", "", (self: Value) => self);
def(fileClass, "__exit__", "! *args", (self: Value) => {
	stream(self).isClosed = true;
	return null;
});
def(fileClass, "close", "", (self: Value) => {
	stream(self).isClosed = true;
});
def(fileClass, "flush", "", () => null);
def(fileClass, "seek", "! offset whence?", (self: Value, offset: Value) => {
	stream(self).at = Number(asInt(offset) ?? 0);
	return asInt(offset) ?? 0;
});
def(fileClass, "tell", "", (self: Value) =>
	stream(self).text === null ? new Unknown("the position in the file is not known", { type: intClass }) : stream(self).at,
);
def(fileClass, "fileno", "", () => new Unknown("file numbers are not modelled", { type: intClass }));
for (const name of ["readable", "writable", "seekable"]) def(fileClass, name, "", () => true);
def(fileClass, "isatty", "", () => false);
def(fileClass, "truncate", "! size?", () => 0);
getter(fileClass, "closed", (self) => stream(self).isClosed);
getter(fileClass, "name", (self) => stream(self).path ?? new Unknown("the name of the file is not known"));
getter(fileClass, "mode", (self) => stream(self).mode);
