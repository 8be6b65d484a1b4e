// The worker thread's entry when it runs from source: each thread must learn to read TypeScript by itself.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
