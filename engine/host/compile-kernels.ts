import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import type { Maths } from "../training/maths.ts";

const source = fileURLToPath(new URL("../kernels/wasm/assembly/index.ts", import.meta.url));

/**
 * Compiles the AssemblyScript kernels and writes the module to `target`, whole or not at all. Takes about two
 * seconds. Fast maths needs an engine with WebAssembly's relaxed SIMD.
 * @throws Error with the compiler's words when the sources do not compile.
 */
export async function compileKernels(target: string, maths: Maths): Promise<void> {
  const produced = new Map<string, string | Uint8Array>();
  const { error, stderr } = await asc.main(
    [
      relative(process.cwd(), source),
      ...["--outFile", "kernels.wasm", "--runtime", "stub", "-O3", "--noAssert"],
      // Threads share one memory, so the module brings none and holds no data of its own.
      ...["--enable", "simd", "--enable", "threads", "--importMemory", "--sharedMemory"],
      ...(maths === "fast" ? ["--enable", "relaxed-simd"] : []),
      ...["--initialMemory", "1", "--maximumMemory", "65536"],
    ],
    { writeFile: (name, contents) => void produced.set(name, contents) },
  );
  const bytes = produced.get("kernels.wasm");
  if (error || typeof bytes !== "object")
    throw new Error(`The kernels do not compile: ${error?.message ?? ""} ${stderr.toString()}`);
  await mkdir(dirname(target), { recursive: true });
  const temporary = `${target}.${process.pid}`;
  await writeFile(temporary, bytes);
  await rename(temporary, target);
}

const [, script, target, maths] = process.argv;
if (target && script === fileURLToPath(import.meta.url))
  await compileKernels(target, maths === "fast" ? "fast" : "reproducible");
