/** `hashlib`: the digests that programs name files and configurations with. */
import { raiseError } from "../../values/exceptions.ts";
import { asStr, typeName } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { PyBytes, type PyInstance, Unknown, type Value } from "../../values/value.ts";
import { md5, sha1, sha256 } from "./digests.ts";
import { def, instance, library, stateOf } from "./kit.ts";
import { sha512 } from "./sha512.ts";

interface Algorithm {
	name: string;
	digest: (bytes: string) => string;
	blockSize: number;
}
const ALGORITHMS: Algorithm[] = [
	{ name: "md5", digest: md5, blockSize: 64 },
	{ name: "sha1", digest: sha1, blockSize: 64 },
	{ name: "sha256", digest: sha256, blockSize: 64 },
	{ name: "sha512", digest: sha512, blockSize: 128 },
];
/** `bytes`: what was fed in; null once something of it is not known. */
interface Hash {
	of: Algorithm;
	bytes: string | null;
}

function bytesOf(v: Value): string | null {
	if (v instanceof PyBytes) return v.value;
	if (v instanceof Unknown) return null;
	if (asStr(v) !== null) raiseError("TypeError", "Strings must be encoded before hashing");
	raiseError("TypeError", `object supporting the buffer API required, not ${typeName(v)}`);
}
const hexOf = (bytes: string): string => Array.from(bytes, (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");

library("hashlib", (m) => {
	const cls = m.cls("HASH");
	const start = (of: Algorithm, data: Value | undefined): PyInstance =>
		instance(cls, { of, bytes: data === undefined ? "" : bytesOf(data) } satisfies Hash);
	def(cls, "update", "! data", (self: Value, data: Value) => {
		const hash = stateOf<Hash>(self);
		const more = bytesOf(data);
		hash.bytes = hash.bytes === null || more === null ? null : hash.bytes + more;
	});
	const finished = (self: Value, shown: (bytes: string) => Value): Value => {
		const { of, bytes } = stateOf<Hash>(self);
		return bytes === null ? new Unknown("a digest of something not known") : shown(of.digest(bytes));
	};
	def(cls, "digest", "", (self: Value) => finished(self, (bytes) => new PyBytes(bytes)));
	def(cls, "hexdigest", "", (self: Value) => finished(self, hexOf));
	def(cls, "copy", "", (self: Value) => instance(cls, { ...stateOf<Hash>(self) }));
	getter(cls, "name", (self) => stateOf<Hash>(self).of.name);
	getter(cls, "block_size", (self) => stateOf<Hash>(self).of.blockSize);
	getter(cls, "digest_size", (self) => stateOf<Hash>(self).of.digest("").length);
	for (const of of ALGORITHMS) m.fn(of.name, "! string? * usedforsecurity?", (data?: Value) => start(of, data));
	m.fn("new", "! .name .data? * usedforsecurity?", (name: Value, data?: Value) => {
		const text = asStr(name);
		const of = ALGORITHMS.find((a) => a.name === text?.toLowerCase());
		return of === undefined ? new Unknown(`the hash ${text ?? "that was asked for"} is not modelled`) : start(of, data);
	});
	m.unknown(["sha224", "sha384", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s"], "this hash is not modelled");
	m.module.dict.delete("HASH");
});
