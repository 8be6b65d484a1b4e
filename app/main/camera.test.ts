import { expect, it } from "vitest";
import { Camera } from "./camera.ts";

const [ours, other] = [{ name: "ours" }, { name: "other" }];

it("opens once to the window for which the person said yes, for its picture alone", async () => {
  const camera = new Camera<object>(async () => true);
  expect(camera.opensTo(ours, ["video"])).toBe(false);
  await camera.allow(ours);
  expect(camera.opensTo(ours, ["video"])).toBe(true);
  expect(camera.opensTo(ours, ["video"])).toBe(false);
  for (const [window, media] of [
    [other, ["video"]],
    [null, ["video"]],
    [ours, ["audio"]],
    [ours, ["video", "audio"]],
    [ours, []],
  ] as const) {
    await camera.allow(ours);
    expect(camera.opensTo(window, media)).toBe(false);
  }
});

it("stays closed after a no, and when the yes is long ago", async () => {
  let answer = false;
  let now = 0;
  const camera = new Camera<object>(
    async () => answer,
    () => now,
  );
  expect(await camera.allow(ours)).toBe(false);
  expect(camera.opensTo(ours, ["video"])).toBe(false);
  answer = true;
  await camera.allow(ours);
  now = 60_000;
  expect(camera.opensTo(ours, ["video"])).toBe(false);
});
