/** Python text as an engine source, for tests. */
import { installLowering, type Source } from "../../engine/index.ts";
import { lowerTree } from "../../engine/syntax/lower.ts";
import { initPythonInNode } from "../../grammars/node.ts";
import { withPython } from "../../grammars/python.ts";

await initPythonInNode();
const lower = (text: string) => withPython(text, (tree) => lowerTree(tree, text));
installLowering(lower);

export const loadText = (path: string, text: string): Source => ({ path, text, module: lower(text) });
