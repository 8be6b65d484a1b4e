import { readdirSync, readFileSync } from "node:fs";

/** A process and all that it started, directly or not, by Linux's own books. */
function familyOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : null;
    if (stat !== null) parents.set(Number(name), Number(fieldsOf(stat)[1]));
  }
  const family = [root];
  for (const each of family) for (const [child, parent] of parents) if (parent === each) family.push(child);
  return family;
}

/** Memory of a process and its descendants in bytes; what several share is counted once, in parts (PSS). */
export function proportionalBytes(root: number): { readonly bytes: number; readonly processes: number } {
  let bytes = 0;
  let processes = 0;
  for (const id of familyOf(root)) {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${id}/smaps_rollup`) ?? "")?.[1];
    if (kilobytes === undefined) continue;
    bytes += Number(kilobytes) * 1024;
    processes++;
  }
  return { bytes, processes };
}

/** Processor time that a process and its descendants have taken so far. */
export function processorSeconds(root: number): number {
  let ticks = 0;
  for (const id of familyOf(root)) {
    const fields = fieldsOf(read(`/proc/${id}/stat`) ?? "");
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / 100; // USER_HZ is 100 on every Linux that Electron runs on
}

/** The fields behind the name, which may hold spaces and brackets itself. */
function fieldsOf(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Null where the process has ended in the meantime. */
function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
