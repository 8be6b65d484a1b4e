import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./setup/paths.mjs";

const COMPILER = "engine/host/compile-kernels.ts";
const SOURCES = "engine/kernels/wasm/assembly";

/**
 * Compiles the SIMD kernels, for reproducible or fast maths, to the given file. A module that was compiled before from the same sources is kept
 * in out/kernels and copied: the compiler is by far the slowest step of a build.
 * @param {string} target relative to the repository
 * @param {"reproducible" | "fast"} maths
 */
export function buildKernels(target, maths) {
  const hash = createHash("sha256").update(maths);
  const files = readdirSync(path.join(root, SOURCES), { recursive: true, encoding: "utf8" });
  for (const file of files.sort().map((name) => path.join(SOURCES, name))) {
    if (path.extname(file) !== "") hash.update(file).update(readFileSync(path.join(root, file)));
  }
  hash.update(readFileSync(path.join(root, COMPILER)));
  const kept = path.join("out/kernels", `built-${hash.digest("hex").slice(0, 16)}.wasm`);
  if (!existsSync(path.join(root, kept))) {
    execFileSync(process.execPath, ["--import", "tsx", COMPILER, kept, maths], {
      cwd: root,
      stdio: "inherit",
    });
  }
  copyFileSync(path.join(root, kept), path.join(root, target));
}
