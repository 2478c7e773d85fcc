#!/usr/bin/env node
/** What `gradsight` starts: loads the program with the compiled code that V8 kept from an earlier run, which halves the start. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";

const program = join(__dirname, "main.cjs");

/** Compiled code is trusted by V8, so it is kept where only the user can write. */
function cacheFile(): string {
	const base = process.env["XDG_CACHE_HOME"] || (process.platform === "win32" && process.env["LOCALAPPDATA"]) || join(homedir(), ".cache");
	const { size, mtimeMs } = statSync(program);
	const key = createHash("sha256").update([program, size, mtimeMs, process.version, process.arch].join("\n")).digest("hex").slice(0, 24);
	return join(base, "gradsight", "code", key);
}

function load(): unknown {
	// Node keeps compiled code itself from 22.1 on.
	const own = (Module as unknown as { enableCompileCache?: () => unknown }).enableCompileCache;
	if (own) {
		own();
		return createRequire(__filename)(program);
	}
	const file = cacheFile();
	let cachedData: Buffer | undefined;
	try {
		cachedData = readFileSync(file);
	} catch {
		// The first run.
	}
	// The build writes ASCII only, which V8 keeps in half the memory.
	const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(program, "latin1")}\n})`;
	const script = new Script(source, { filename: program, cachedData });
	const module = { exports: {} as unknown };
	const run = script.runInThisContext() as (...given: unknown[]) => void;
	run(module.exports, createRequire(program), module, program, __dirname);
	if (isMainThread && (!cachedData || script.cachedDataRejected)) process.once("exit", () => keep(file, script.createCachedData()));
	return module.exports;
}

/** Written beside and renamed, so that no other process reads half a file. */
function keep(file: string, data: Buffer): void {
	try {
		mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
		writeFileSync(`${file}.${process.pid}`, data, { mode: 0o600 });
		renameSync(`${file}.${process.pid}`, file);
	} catch {
		// Without a cache the next start is slower, nothing else.
	}
}

const loaded = load() as { runJob: unknown; main(): Promise<void> };
void loaded.main();

/** For worker threads. */
export const { runJob } = loaded;
