#!/usr/bin/env node
// The headless command. It runs the TypeScript sources as they are, so it works straight after `npm ci`.
import { register } from "tsx/esm/api";

register();
const { main } = await import("../engine/host/cli/main.ts");
process.exitCode = await main(process.argv.slice(2));
