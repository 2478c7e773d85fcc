/**
 * Standard input, read by a thread of its own: while the engine runs, this thread has not looked at its messages, but it can see that
 * there are some, and that one is an edit.
 */
import { PassThrough, type Readable } from "node:stream";
import { Worker } from "node:worker_threads";

/** What has arrived, counted when it arrives. */
export interface Arrivals {
	/** Pieces of input, of whatever kind. */
	pieces(): number;
	/** Those of them that have a changed text. */
	edits(): number;
	/** Pieces that this thread has not been handed yet. */
	unread(): number;
}

const PIECES = 0;
const EDITS = 1;
/** Runs alone: pipes and sockets are read without holding a thread of the pool, anything else as a file. */
const READER = `
const { parentPort, workerData } = require("node:worker_threads");
const counts = new Int32Array(workerData);
const open = () => {
	try {
		return new (require("node:net").Socket)({ fd: 0, readable: true, writable: false });
	} catch {
		return require("node:fs").createReadStream("", { fd: 0, autoClose: false });
	}
};
const input = open();
input.on("data", (piece) => {
	if (piece.includes('"textDocument/didChange"')) Atomics.add(counts, ${EDITS}, 1);
	Atomics.add(counts, ${PIECES}, 1);
	parentPort.postMessage(piece);
});
for (const end of ["end", "close", "error"]) input.on(end, () => parentPort.postMessage(null));
`;

export function readStandardInput(): { input: Readable; arrivals: Arrivals } {
	const shared = new SharedArrayBuffer(8);
	const counts = new Int32Array(shared);
	const input = new PassThrough();
	const reader = new Worker(READER, {
		eval: true,
		workerData: shared,
		stdin: false,
		resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
	});
	let handed = 0;
	reader.on("message", (piece: Uint8Array | null) => {
		if (piece !== null) {
			handed++;
			input.write(piece);
		} else if (!input.writableEnded) input.end();
	});
	reader.on("error", () => input.end());
	return {
		input,
		arrivals: {
			pieces: () => Atomics.load(counts, PIECES),
			edits: () => Atomics.load(counts, EDITS),
			unread: () => Atomics.load(counts, PIECES) - handed,
		},
	};
}
