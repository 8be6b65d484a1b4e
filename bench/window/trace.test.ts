import { expect, it } from "vitest";
import { frameCosts, quantile, type TraceEvent } from "./trace.ts";

const event = (name: string, ts: number, rest: Partial<TraceEvent> = {}): TraceEvent => ({
  name,
  ph: "I",
  pid: 1,
  tid: 1,
  ts,
  ...rest,
});
const task = (ts: number, dur: number, tdur: number, thread = 1) =>
  event("RunTask", ts, { ph: "X", dur, tdur, tid: thread });
const marks = { from: "a", to: "b" };

it("adds up the tasks between two frames, those that begin a frame included, of the marked thread alone", () => {
  const events = [
    task(500, 900, 900), // before the scene
    event("a", 2_000),
    task(10_000, 4_000, 3_000), // begins the first frame
    event("BeginMainThreadFrame", 11_000),
    task(15_000, 2_000, 1_000),
    task(16_000, 8_000, 8_000, 2),
    task(20_000, 3_000, 2_000), // begins the second
    event("BeginMainThreadFrame", 21_000),
    event("b", 30_000),
  ];
  expect(frameCosts(events, marks)).toEqual([{ busy: 6, processor: 4 }]);
});

it("refuses a trace without its marks", () => {
  expect(() => frameCosts([], marks)).toThrow("no marks a and b");
});

it("takes the value that a share of all does not exceed", () => {
  const values = Array.from({ length: 100 }, (_, index) => 99 - index);
  expect(quantile(values, 0.5)).toBe(50);
  expect(quantile(values, 0.95)).toBe(95);
  expect(quantile(values, 1)).toBe(99);
  expect(quantile([], 0.5)).toBeNaN();
});
