import { kernelModule } from "../../engine/host/kernels.ts";
import { ThreadTeam } from "../../engine/host/threads.ts";

/** The arithmetic a run is recorded with. */
export const modes = ["reproducible"] as const;
/** Planned with relaxed fused multiply-add, and not there yet. */
export const missingModes = ["fast"] as const;

/** How a mode's threads are made; null for a mode that the engine does not have yet. */
export async function openMode(mode: string): Promise<((threads: number) => ThreadTeam) | null> {
  if (mode !== "reproducible") return null;
  const module = await kernelModule();
  return (threads) => new ThreadTeam(module, threads);
}
