/** `torch.channels_last`, `torch.strided` ...: memory formats and layouts as Python values. */
import type { Format } from "../ops/kernel/formats.ts";
import { builtinClass, objectClass, PyBuiltin, PyInstance, type PyClass, type Value } from "../values/value.ts";

const memoryFormatClass = builtinClass("memory_format", [objectClass], "torch");
const layoutClass = builtinClass("layout", [objectClass], "torch");
for (const cls of [memoryFormatClass, layoutClass])
	for (const name of ["__repr__", "__str__"]) cls.set(name, new PyBuiltin(name, ([self]) => `torch.${(self as PyInstance).native}`));

function named(cls: PyClass, names: string[]): [string, PyInstance][] {
	return names.map((name) => {
		const o = new PyInstance(cls);
		o.native = name;
		return [name, o];
	});
}
const formats = named(memoryFormatClass, ["contiguous_format", "preserve_format", "channels_last", "channels_last_3d"]);
const layouts = named(layoutClass, ["strided", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc", "jagged", "_mkldnn"]);

/** Their names in the module `torch`. */
export const formatNames: readonly [string, Value][] = [
	...formats,
	...layouts,
	["memory_format", memoryFormatClass],
	["layout", layoutClass],
];
export const stridedLayout: Value = layouts[0]![1];

/** The format that a Python value names; null for anything else. */
export const formatOf = (v: Value | undefined): Format =>
	v instanceof PyInstance && v.cls === memoryFormatClass ? (v.native as Format) : null;
