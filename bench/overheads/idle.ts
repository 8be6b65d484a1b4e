import type { Project } from "../../engine/project/project.ts";
import { endless, sleep, watchedSession } from "./probe-session.ts";

/** Share of one core that all threads of the process take together while a run of two threads is paused. */
export async function idleShare(project: Project): Promise<number> {
  const { session, started, end } = await watchedSession(endless(project), 2);
  if (started.threads !== 2) throw new Error(`The run took ${started.threads} threads instead of 2.`);
  session.resume({ until: "end" });
  await sleep(0.5);
  session.pause();
  await sleep(0.5);
  const before = process.cpuUsage();
  await sleep(4);
  const { user, system } = process.cpuUsage(before);
  session.reset();
  await end();
  return (user + system) / 4e6;
}
