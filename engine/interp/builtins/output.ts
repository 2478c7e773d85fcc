/** `print`, `input`, `open`: what a program says and hears. Files hold nothing we know, except what the program wrote itself. */
import { raiseError } from "../../values/exceptions.ts";
import { strText } from "../../values/format.ts";
import { asStr, typeName } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { strValue } from "../../values/text.ts";
import { builtinClass, PyInstance, PyModule, strClass, Unknown, type Value } from "../../values/value.ts";
import { state } from "../state.ts";
import { openFile } from "./files.ts";

/** `sys.stdout` and `sys.stderr`. */
export const textStreamClass = builtinClass("TextIOWrapper", undefined, "_io");
export const standardOutput = new PyInstance(textStreamClass);
standardOutput.native = "stdout";
export const standardError = new PyInstance(textStreamClass);
standardError.native = "stderr";

/** Where `print` goes now: the program may have replaced `sys.stdout`. */
function currentOutput(): Value {
	const sys = state.modules.get("sys");
	return sys instanceof PyModule ? (sys.dict.get("stdout") ?? standardOutput) : standardOutput;
}
/** Writes text with holes to a file-like value. */
export function writeTo(file: Value, text: string): void {
	if (file === standardOutput) rt.write(text);
	else if (file === standardError || file instanceof Unknown || file === null) return;
	else rt.call(rt.getAttr(file, "write"), [strValue(text)]);
}
const separator = (v: Value | undefined, name: string, missing: string): string => {
	if (v === undefined || v === null) return missing;
	const text = asStr(v);
	if (text === null && !(v instanceof Unknown)) raiseError("TypeError", `${name} must be None or a string, not ${typeName(v)}`);
	return text ?? strText(v);
};
export const print = native("print", "! *args * sep? end? file? flush?", (args: Value[], sep?: Value, end?: Value, file?: Value) => {
	const between = separator(sep, "sep", " ");
	const last = separator(end, "end", "\n");
	writeTo(file === undefined || file === null ? currentOutput() : file, args.map(strText).join(between) + last);
});
export const input = native("input", "! prompt?", (prompt?: Value) => {
	if (prompt !== undefined) writeTo(currentOutput(), strText(prompt));
	return new Unknown("what the user types is not known", { type: strClass });
});
export const open = native(
	"open",
	"! .file .mode? .buffering? .encoding? .errors? .newline? .closefd? .opener?",
	(file: Value, mode?: Value) => openFile(file, asStr(mode ?? "r") ?? "r"),
);
