import { expect, test } from "vitest";
import type { WorkerEvent } from "../../protocol.ts";
import { Imports } from "./imports.ts";

function setUp() {
  const told: WorkerEvent[] = [];
  const time = { now: 0 };
  const imports = new Imports({ emit: (event) => told.push(event), clock: () => time.now });
  return { imports, told, time };
}

test("tells how far it is ten times a second at most, and the time left once the pace can be told", async () => {
  const { imports, told, time } = setUp();
  await imports.run("big.csv", async ({ onProgress }) => {
    for (let tick = 1; tick <= 200; tick += 1) {
      time.now = tick / 100;
      onProgress?.(tick, 800);
    }
  });
  const left = told.map((event) => (event.event === "importing" ? event.secondsLeft : Number.NaN));
  expect(told.length).toBeGreaterThan(10);
  expect(told.length).toBeLessThan(20);
  expect(left[0]).toBeNull();
  // A hundred of 800 a second: when 2 s are over, 6 are left.
  expect(left.at(-1)).toBeCloseTo(6, 0);
  expect(told.at(-1)).toMatchObject({ what: "big.csv", total: 800 });
});

test("a cancel, and the next import, end the one before: it answers null and tells no more", async () => {
  const { imports, told, time } = setUp();
  const work = (signal: AbortSignal | undefined) =>
    new Promise<string>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  let tell: ((done: number, total: number) => void) | undefined;
  const first = imports.run("first", ({ signal, onProgress }) => {
    tell = onProgress;
    return work(signal);
  });
  const second = imports.run("second", ({ signal }) => work(signal));
  expect(await first).toBeNull();
  time.now = 9;
  tell?.(1, 2);
  expect(told).toEqual([]);
  imports.cancel();
  expect(await second).toBeNull();
  expect(await imports.run("third", async () => "done")).toBe("done");
});

test("trouble that is no cancel is told", async () => {
  const { imports } = setUp();
  await expect(imports.run("bad", () => Promise.reject(new Error("torn")))).rejects.toThrow("torn");
});
