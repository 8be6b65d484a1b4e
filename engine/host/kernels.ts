import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Kernels } from "../kernels/kernels.ts";
import type { KernelExports } from "../kernels/wasm/exports.ts";
import { createWasmKernels } from "../kernels/wasm/kernels.ts";
import { alone } from "../kernels/wasm/team.ts";

/** 4 GB, the most that 32-bit addresses reach; pages are taken as they are needed. */
const mostPages = 65_536;

/** A memory for one run, which several threads can share. */
export function newKernelMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 2, maximum: mostPages, shared: true });
}

/** The compiled kernels. From source they are compiled at first use and kept in `out/`. */
export async function kernelModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(readFileSync(await moduleFile()));
}

/** The module's functions on a memory, for one thread. */
export function kernelExports(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  return new WebAssembly.Instance<KernelExports>(module, { env: { memory } }).exports;
}

/**
 * Loads the WebAssembly kernels. The result makes kernels with a memory of their own: one call per run, so that
 * a run's memory goes when the run goes.
 */
export async function openKernels(): Promise<() => Kernels> {
  const module = await kernelModule();
  return () => {
    const memory = newKernelMemory();
    return createWasmKernels({ exports: kernelExports(module, memory), memory, team: alone });
  };
}

async function moduleFile(): Promise<string> {
  const here = import.meta.url;
  if (!here.endsWith(".ts")) return fileURLToPath(new URL("./kernels.wasm", here));
  const sources = fileURLToPath(new URL("../kernels/wasm/assembly/", here));
  const hash = createHash("sha256");
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  const name = `kernels-${hash.digest("hex").slice(0, 16)}.wasm`;
  const file = fileURLToPath(new URL(`../../out/kernels/${name}`, here));
  if (existsSync(file)) return file;
  // Named through a variable, so that the app's bundle does not take the compiler in.
  const compiler = "./compile-kernels.ts";
  const { compileKernels } = (await import(
    /* @vite-ignore */ compiler
  )) as typeof import("./compile-kernels.ts");
  await compileKernels(file);
  return file;
}
