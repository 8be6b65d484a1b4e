// A subject's process that is written in TypeScript: node entry.mjs ./peak/process.ts '{"threads":1}'
// Electron's Node starts it too, which takes no loader on its command line.
import { register } from "tsx/esm/api";

register();
await import(new URL(process.argv[2] ?? "", import.meta.url).href);
