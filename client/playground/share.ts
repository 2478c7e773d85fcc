/** A program in the address of the page: compressed, so that links stay short, and never sent to a server (it stands behind `#`). */

const KEY = "code=";
/** Longer programs than this were not made by the page. */
const MOST_CHARACTERS = 400_000;

export async function toHash(text: string): Promise<string> {
	const packed = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
	let binary = "";
	for (const byte of packed) binary += String.fromCharCode(byte);
	return KEY + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Null for an address that holds no program, or a damaged one. */
export async function fromHash(hash: string): Promise<string | null> {
	const at = hash.indexOf(KEY);
	if (at < 0) return null;
	try {
		const binary = atob(
			hash
				.slice(at + KEY.length)
				.replaceAll("-", "+")
				.replaceAll("_", "/"),
		);
		const packed = Uint8Array.from(binary, (unit) => unit.charCodeAt(0));
		return new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
	} catch {
		return null;
	}
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
	const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
	const chunks: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		chunks.push(value);
		length += value.length;
		// A few bytes can unpack to gigabytes.
		if (length > MOST_CHARACTERS) throw new Error("too long");
	}
	const out = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		out.set(chunk, at);
		at += chunk.length;
	}
	return out;
}
