/** Bytes to Python source text, as Python reads them: UTF-8 unless the file declares another encoding. */

/** `utf8` is false for text that cannot be written back as it was read. */
export type Decoded = { text: string; bom: boolean; utf8: boolean } | { problem: string };

/** PEP 263: the declaration stands in a comment on the first or second line. */
const DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

export function decodePython(bytes: Uint8Array): Decoded {
	const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
	const zero = bytes.indexOf(0);
	if (zero >= 0) return { problem: `not a text file (a zero byte at offset ${zero})` };
	try {
		return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), bom, utf8: true };
	} catch {
		return decodeDeclared(bytes);
	}
}

function decodeDeclared(bytes: Uint8Array): Decoded {
	const head = new TextDecoder("latin1").decode(bytes.subarray(0, 400)).split(/\r\n?|\n/, 2);
	const declared = head.map((line) => DECLARATION.exec(line)?.[1]).find(Boolean);
	if (!declared) return { problem: "not UTF-8 text, and it declares no other encoding" };
	for (const label of [declared, declared.replaceAll("_", "-"), declared.replace(/[-_]/g, "")]) {
		try {
			return { text: new TextDecoder(label, { fatal: true }).decode(bytes), bom: false, utf8: false };
		} catch {
			// Python and the web spell encodings differently: try the next spelling.
		}
	}
	return { problem: `cannot be decoded as ${declared}, which it declares` };
}
