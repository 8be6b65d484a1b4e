import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import type { Kernels } from "../kernels/kernels.ts";
import type { KernelExports } from "../kernels/wasm/exports.ts";
import { createWasmKernels } from "../kernels/wasm/kernels.ts";
import { alone } from "../kernels/wasm/team.ts";
import type { Maths } from "../training/maths.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";

/** Beside the built code. */
const kernelFiles: Readonly<Record<Maths, string>> = {
  reproducible: "./kernels.wasm",
  fast: "./kernels-fast.wasm",
};

/** 4 GB, the most that 32-bit addresses reach; pages are taken as they are needed. */
const mostPages = 65_536;

/** A memory for one run, which several threads can share. */
export function newKernelMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 2, maximum: mostPages, shared: true });
}

/**
 * The compiled kernels. From source they are compiled at first use and kept in `out/`.
 * @throws TroubleError where there is no fast maths.
 */
export async function kernelModule(maths: Maths = "reproducible"): Promise<WebAssembly.Module> {
  const code = readFileSync(await moduleFile(maths));
  // Node 20 has relaxed SIMD behind a flag, later ones without.
  if (maths === "fast" && !WebAssembly.validate(code)) {
    setFlagsFromString("--experimental-wasm-relaxed-simd");
    if (!WebAssembly.validate(code))
      throw new TroubleError({
        title: say("Fast maths is not available here"),
        reason: say(
          "This version of Node or Electron cannot multiply and add in one instruction (relaxed SIMD).",
        ),
        next: say("Choose reproducible maths."),
      });
  }
  return WebAssembly.compile(code);
}

/** Kernels for one thread, on a memory of their own. */
export function soloKernels(module: WebAssembly.Module): Kernels {
  const memory = newKernelMemory();
  return createWasmKernels({ exports: kernelExports(module, memory), memory, team: alone });
}

/** The module's functions on a memory, for one thread. */
export function kernelExports(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance<KernelExports>(module, { env: { memory } }).exports;
}

/**
 * Loads the WebAssembly kernels. The result makes kernels with a memory of their own: one call per run, so that
 * a run's memory goes when the run goes.
 */
export async function openKernels(maths: Maths = "reproducible"): Promise<() => Kernels> {
  const module = await kernelModule(maths);
  return () => soloKernels(module);
}

async function moduleFile(maths: Maths): Promise<string> {
  const here = import.meta.url;
  if (!here.endsWith(".ts")) return fileURLToPath(new URL(kernelFiles[maths], here));
  const sources = fileURLToPath(new URL("../kernels/wasm/assembly/", here));
  const compiler = "./compile-kernels.ts";
  const hash = createHash("sha256")
    .update(maths)
    .update(readFileSync(new URL(compiler, here)));
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  const name = `kernels-${hash.digest("hex").slice(0, 16)}.wasm`;
  const file = fileURLToPath(new URL(`../../out/kernels/${name}`, here));
  if (existsSync(file)) return file;
  // Named through a variable, so that the app's bundle does not take the compiler in.
  const { compileKernels } = (await import(
    /* @vite-ignore */ compiler
  )) as typeof import("./compile-kernels.ts");
  await compileKernels(file, maths);
  return file;
}
