/** `hash(v)`. */
import { hashKey, part } from "./dict.ts";
import { asInt, normInt, objectId } from "./kinds.ts";
import { hashFloat, hashInt } from "./numbers.ts";
import { rt } from "./runtime.ts";
import { derive } from "./unknown.ts";
import { intClass, PyBuiltin, PyComplex, PyFloat, PyInstance, PyRange, PyTuple, SymInt, Unknown, type Value } from "./value.ts";

const MASK = (1n << 64n) - 1n;
/** CPython's tuple hash (xxHash-like) over known item hashes. */
function hashTuple(hashes: (number | bigint)[]): number | bigint {
	const p1 = 11400714785074694791n;
	const p2 = 14029467366897019727n;
	const p5 = 2870177450012600261n;
	let acc = p5;
	for (const h of hashes) {
		acc = (acc + BigInt.asUintN(64, BigInt(h)) * p2) & MASK;
		acc = ((acc << 31n) | (acc >> 33n)) & MASK;
		acc = (acc * p1) & MASK;
	}
	acc = (acc + (BigInt(hashes.length) ^ (p5 ^ 3527539n))) & MASK;
	return acc === MASK ? 1546275796 : normInt(BigInt.asIntN(64, acc));
}

/** `hash(v)`: an int where CPython's is predictable, else Unknown with a key that equal values share. */
export function hashValue(v: Value): Value {
	if (typeof v === "number" || typeof v === "bigint") return hashInt(v);
	if (typeof v === "boolean") return v ? 1 : 0;
	if (v === null) return new Unknown("the hash of None depends on the process", { key: "hash(None)", type: intClass });
	if (typeof v === "string")
		return v === "" ? 0 : new Unknown("hashes of strings depend on the process", { key: `hash(${JSON.stringify(v)})`, type: intClass });
	if (v instanceof PyFloat)
		return v.value !== v.value
			? new Unknown("the hash of nan depends on the process", { key: `hash(nan${objectId(v)})`, type: intClass })
			: hashFloat(v.value);
	if (v instanceof PyTuple && v.cls.lookup("__hash__") instanceof PyBuiltin) {
		const hashes = v.items.map(hashValue);
		const known = hashes.map(asInt);
		if (!known.includes(null)) return hashTuple(known as (number | bigint)[]);
		return new Unknown("hashes of strings and objects depend on the process", { key: `hash(${part(hashKey(v))})`, type: intClass });
	}
	if (v instanceof Unknown || v instanceof SymInt) return derive("hash", [v], intClass);
	if (v instanceof PyComplex) return normInt(BigInt.asIntN(64, BigInt(hashFloat(v.re)) + BigInt(hashFloat(v.im)) * 1000003n));
	if (v instanceof PyRange && v.length > 1) return hashTuple([v.length, hashInt(v.start), hashInt(v.step)]);
	const own = v.cls.lookup("__hash__");
	if (own !== undefined && own !== null && !(own instanceof PyBuiltin)) return rt.call(own, [v]);
	if (v instanceof PyInstance && v.native !== null && typeof v.native !== "object" && typeof v.native !== "function")
		return hashValue(v.native as Value);
	return new Unknown("hashes of objects depend on the process", { key: `hash(${part(hashKey(v))})`, type: intClass });
}
