// Prints sample.mjs as shell variables for the editors that are driven by scripts.
import { LINE, TEXT, WORD } from "./sample.mjs";

const quote = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;
// Editors match titles and texts literally, so plain words stand for the patterns.
const variables = { TEXT, LINE, WORD, FIX: "torch.stack", FIXED: "torch.stack(parts)" };
for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${quote(value)}`);
