import { beforeEach, describe, expect, it, vi } from "vitest";
import { changed, forgetDrawing, type LiveDrawing, leaveFrame, whenDrawn } from "./live-drawing.ts";

/** What waits for the next frame, and for the moment after it. */
let frames: (() => void)[] = [];
let after: (() => void)[] = [];

beforeEach(() => {
  frames = [];
  after = [];
  vi.stubGlobal("requestAnimationFrame", (call: () => void) => frames.push(call));
  vi.stubGlobal("cancelAnimationFrame", () => {});
  vi.stubGlobal("setTimeout", (call: () => void) => after.push(call));
  return () => vi.unstubAllGlobals();
});

function nextFrame(): void {
  const [now, then] = [frames, () => after];
  frames = [];
  for (const call of now) call();
  for (const call of then()) call();
  after = [];
}

function drawing(drawn: string[], name: string, isLarge = false): LiveDrawing {
  return { isInSight: () => true, isLarge, draw: () => drawn.push(name) };
}

describe("drawings of a run", () => {
  it("leave a frame to others that asked for it, but never four in a row", () => {
    const drawn: string[] = [];
    changed(drawing(drawn, "picture"));
    for (const isDrawn of [false, false, false, true]) {
      leaveFrame();
      nextFrame();
      expect(drawn).toEqual(isDrawn ? ["picture"] : []);
    }
  });

  it("share a frame where they are small; a large one has one to itself", () => {
    const drawn: string[] = [];
    for (const name of ["a", "b"]) changed(drawing(drawn, name));
    changed(drawing(drawn, "chart", true));
    changed(drawing(drawn, "c"));
    nextFrame();
    expect(drawn).toEqual(["a", "b"]);
    nextFrame();
    expect(drawn).toEqual(["a", "b", "chart"]);
    nextFrame();
    expect(drawn).toEqual(["a", "b", "chart", "c"]);
  });

  it("tell when all of them are drawn, and none that is gone", () => {
    const drawn: string[] = [];
    const gone = drawing(drawn, "gone");
    changed(gone);
    forgetDrawing(gone);
    changed(drawing(drawn, "chart", true));
    changed(drawing(drawn, "a"));
    whenDrawn(() => drawn.push("all"));
    expect(drawn).toEqual(["chart"]);
    nextFrame();
    expect(drawn).toEqual(["chart", "a", "all"]);
  });
});
