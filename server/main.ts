/** The language server's entry in Node and in browser workers: one bundle for both, since most of it is the engine. */
if (typeof process === "object" && process.versions?.node) void import("./main-node.ts");
else void import("./main-web.ts");
