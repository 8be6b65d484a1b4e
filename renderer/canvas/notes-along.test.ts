import { describe, expect, test } from "vitest";
import type { Box } from "./geometry.ts";
import { notesAlong } from "./notes-along.ts";

const layer = (id: string, x: number, y: number): Box => ({ id, x, y, width: 160, height: 140 });
const note = (id: string, x: number, y: number, height = 60): Box => ({ id, x, y, width: 200, height });

const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Everything where it comes to lie. */
function outcome(notes: readonly Box[], before: readonly Box[], after: readonly Box[]): readonly Box[] {
  const along = notesAlong(notes, before, after);
  return [
    ...after.map((box) => ({ ...box, y: box.y + (along.down.get(box.id) ?? 0) })),
    ...notes.map((box) => ({ ...box, ...along.notes[box.id] })),
  ];
}

function at(boxes: readonly Box[], id: string): Box {
  const found = boxes.find((box) => box.id === id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
}

const collisions = (boxes: readonly Box[]) =>
  boxes.flatMap((a, index) => boxes.slice(index + 1).flatMap((b) => (meet(a, b) ? [`${a.id} ${b.id}`] : [])));

// Two lines of two, scattered before.
const after = [layer("a", 20, 60), layer("b", 240, 60), layer("c", 20, 260), layer("d", 240, 260)];
const before = [layer("a", 0, 0), layer("b", 900, 40), layer("c", 300, 900), layer("d", 1200, 1200)];

describe("notes when layers are tidied", () => {
  test("a note goes as far as the layer that it stands nearest to", () => {
    const done = outcome([note("n", 890, -40)], before, after);
    expect(at(done, "n")).toMatchObject({ x: 230, y: -20 });
    expect(done.slice(0, 4)).toEqual(after);
  });

  test("between two lines the lower one makes room, all of it, and the upper one stays", () => {
    const done = outcome([note("n", 1190, 1130)], before, after);
    expect(collisions(done)).toEqual([]);
    expect(at(done, "d").y - at(done, "n").y).toBe(70); // as far above its layer as it was
    expect(at(done, "c").y).toBe(at(done, "d").y);
    expect([at(done, "a").y, at(done, "b").y]).toEqual([60, 60]);
  });

  test("below its layer a note stays there", () => {
    const done = outcome([note("n", 0, 150)], before, after);
    expect(collisions(done)).toEqual([]);
    expect(at(done, "n")).toMatchObject({ x: 20, y: 210 });
    expect(at(done, "c").y).toBe(at(done, "d").y);
  });

  test("beside its layer, where another one comes to lie, it goes above it", () => {
    const done = outcome([note("n", 180, 20)], before, after);
    expect(collisions(done)).toEqual([]);
    expect(at(done, "n").y + at(done, "n").height).toBeLessThanOrEqual(at(done, "a").y);
    expect(at(done, "n").x).toBe(at(done, "a").x);
  });

  test("notes of several lines do not end up on each other, and tidying again moves nothing", () => {
    const all = [note("n", 1190, 1130), note("m", 290, 780, 110), note("o", 180, 20), note("p", 0, 150)];
    const once = outcome(all, before, after);
    expect(collisions(once)).toEqual([]);
    const drawn = once.slice(0, 4);
    expect(outcome(once.slice(4), drawn, after)).toEqual(once);
  });

  test("without layers a note stays where it is", () => {
    expect(notesAlong([note("n", 5, 5)], [], []).notes).toEqual({});
  });
});
