// node scripts/schemas.mjs: writes the JSON Schemas of project and model files into assets/schemas.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { register } from "tsx/esm/api";
import { root } from "./setup/paths.mjs";

register();
const { publishedSchemas } = await import("../engine/host/schemas.ts");
const folder = path.join(root, "assets/schemas");
await mkdir(folder, { recursive: true });
for (const [name, text] of Object.entries(publishedSchemas())) await writeFile(path.join(folder, name), text);
