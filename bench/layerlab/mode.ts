import { kernelModule } from "../../engine/host/kernels.ts";
import { mathsNames } from "../../engine/training/maths.ts";

/** The kernels of a mode by its name. */
export async function openMode(name: string): Promise<WebAssembly.Module> {
  const mode = mathsNames.find((known) => known === name);
  if (!mode) throw new Error(`The engine has no mode "${name}".`);
  return kernelModule(mode);
}
