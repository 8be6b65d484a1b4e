import { readdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { Random } from "../../random.ts";
import { folder, jsonLines, layerlab as runCommand } from "../../testing/command.ts";

vi.setConfig({ testTimeout: 300_000 });

/** Runs the command. `kill` sees what it has said so far; true ends it as a power cut would. */
const layerlab = (
  words: readonly string[],
  kill: (out: string) => boolean | Promise<boolean> = () => false,
) =>
  runCommand(words, async (out, send) => {
    if (await kill(out)) send("SIGKILL");
  });

interface Line {
  readonly event: string;
  readonly weightsHash?: string;
  readonly epoch?: number;
  readonly resumedAfter?: { readonly epoch: number; readonly batch: number };
}
const linesOf = (out: string) => jsonLines<Line>(out);

const words = ["train", "template:handwritten-digits", "--limit", "1500", "--epochs", "60", "--json"];
const keeping = ["--checkpoints", "kept", "--checkpoint-every", "0", "--resume"];

it("killed twenty times while it trains, ends with the bits and the epochs of a run without a break", async () => {
  const whole = linesOf((await layerlab(words)).out);
  const random = Random.fromSeed(20);
  let kills = 0;
  const told: Line[] = [];
  let last = 0;
  for (;;) {
    const wanted = kills < 20 ? 1 + random.integerBelow(3) : Number.POSITIVE_INFINITY;
    const ended = await layerlab([...words, ...keeping], async (out) => {
      if (
        linesOf(out.slice(0, out.lastIndexOf("\n") + 1)).filter(({ event }) => event === "epoch").length <
        wanted
      )
        return false;
      // Not at the end of an epoch each time, and often in the middle of a file.
      await new Promise((resolve) => setTimeout(resolve, random.integerBelow(60)));
      return true;
    });
    expect(ended.error).toBe("");
    const lines = linesOf(ended.out);
    told.push(...lines);
    if (kills > 0) {
      const from = lines[0]?.resumedAfter;
      const at = from ? from.epoch + from.batch / 1000 : 0;
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
    }
    if (ended.code === 0) break;
    kills += 1;
  }
  expect(kills).toBe(20);
  expect(told.at(-1)?.weightsHash).toBe(whole.at(-1)?.weightsHash);
  // An epoch that was told before the kill may come again: with the same numbers.
  const epochs = new Map(told.filter(({ event }) => event === "epoch").map((line) => [line.epoch, line]));
  expect([...epochs.values()]).toEqual(whole.filter(({ event }) => event === "epoch"));
  expect((await readdir(path.join(folder, "kept"))).length).toBeLessThanOrEqual(12);
});

it("passes over a damaged checkpoint, and refuses a folder of another run", async () => {
  const run = (...more: string[]) =>
    layerlab(["train", "template:three-blobs", "--json", "--checkpoints", "blobs", "--resume", ...more]);
  const first = await run("--epochs", "3");
  expect(first).toMatchObject({ code: 0, error: "" });
  const longer = await run("--epochs", "5");
  expect(linesOf(longer.out)[0]?.resumedAfter).toEqual({ epoch: 3, batch: 0 });
  const whole = await layerlab(["train", "template:three-blobs", "--json", "--epochs", "5"]);
  expect(linesOf(longer.out).at(-1)?.weightsHash).toBe(linesOf(whole.out).at(-1)?.weightsHash);

  const newest = (await readdir(path.join(folder, "blobs"))).sort().at(-1) ?? "";
  await truncate(path.join(folder, "blobs", newest), 3000);
  const past = await run("--epochs", "5");
  expect(past.error).toContain(`${newest} cannot be opened`);
  expect(linesOf(past.out)[0]?.resumedAfter).toEqual({ epoch: 3, batch: 0 });
  expect(linesOf(past.out).at(-1)?.weightsHash).toBe(linesOf(whole.out).at(-1)?.weightsHash);

  for (const [more, reason] of [
    [["--seed", "9"], /settings are not those of this project/],
    [["--limit", "50"], /It has no --limit/],
  ] as const) {
    const refused = await run("--epochs", "5", ...more);
    expect(refused.code).toBe(2);
    expect(refused.error).toMatch(reason);
  }
});

it("refuses --resume without a folder, and a folder that cannot be one", async () => {
  const alone = await layerlab(["train", "template:three-blobs", "--resume"]);
  expect(alone).toMatchObject({
    code: 2,
    error: expect.stringContaining("Name their folder with --checkpoints"),
  });
  await writeFile(path.join(folder, "file"), "x");
  const file = await layerlab(["train", "template:three-blobs", "--checkpoints", "file"]);
  expect(file.code).toBe(2);
  expect(file.error).toMatch(/Checkpoints cannot be kept/);
  expect(await readFile(path.join(folder, "file"), "utf8")).toBe("x");
});
