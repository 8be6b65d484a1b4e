import { expect, it } from "vitest";
import { type Ends, Zoom } from "./zoom.ts";

function zoomOf(whole: { ends: Ends }) {
  let changes = 0;
  const zoom = new Zoom(
    () => whole.ends,
    () => {
      changes += 1;
    },
  );
  return { zoom, changes: () => changes };
}

it("halves and doubles around a place, moves within the whole, and ends at it", () => {
  const { zoom, changes } = zoomOf({ ends: [0, 100] });
  zoom.by(0.5, 0.25);
  expect(zoom.ends()).toEqual([12.5, 62.5]);
  zoom.pan(1);
  expect(zoom.ends()).toEqual([50, 100]);
  zoom.pan(-9);
  expect(zoom.ends()).toEqual([0, 50]);
  zoom.by(4);
  expect([zoom.ends(), zoom.isPart()]).toEqual([[0, 100], false]);
  zoom.to(3, 3.000001);
  expect([zoom.ends(), changes()]).toEqual([[0, 100], 4]);
});

it("stays while the run goes on, and gives way to a shorter one", () => {
  const whole: { ends: Ends } = { ends: [0, 10] };
  const { zoom } = zoomOf(whole);
  zoom.to(4, 8);
  whole.ends = [0, 20];
  zoom.keepWithin();
  expect(zoom.ends()).toEqual([4, 8]);
  whole.ends = [0, 5];
  zoom.keepWithin();
  expect(zoom.ends()).toEqual([0, 5]);
});
