import { expect, it } from "vitest";
import { placeOnScreens } from "./window-place.ts";

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1200, height = 800) => ({
  bounds: { x, y, width, height },
  isMaximised: false,
});

it("opens as large as usual in the middle of the main screen the first time", () => {
  expect(placeOnScreens({ bounds: null, isMaximised: false }, [beside, laptop])).toEqual({
    x: 2000,
    y: 270,
    width: 1440,
    height: 900,
  });
});

it("is never larger than its screen the first time", () => {
  const small = { x: 0, y: 0, width: 1366, height: 728 };
  expect(placeOnScreens({ bounds: null, isMaximised: false }, [small])).toEqual({
    x: 0,
    y: 0,
    width: 1366,
    height: 728,
  });
});

it.each([
  ["where it was", at(100, 60), { x: 100, y: 60, width: 1200, height: 800 }],
  ["on the second screen", at(1800, 300), { x: 1800, y: 300, width: 1200, height: 800 }],
  ["partly beyond the left edge", at(-1000, 60), { x: -1000, y: 60, width: 1200, height: 800 }],
  ["smaller on a smaller screen", at(10, 30, 1440, 1400), { x: 10, y: 30, width: 1440, height: 875 }],
])("comes back %s", (_where, place, expected) => {
  expect(placeOnScreens(place, [laptop, beside])).toEqual(expected);
});

it.each([
  ["the screen that it was on is gone", at(1800, 300)],
  ["only its last pixels are on a screen", at(1430, 60)],
  ["its title bar is above every screen", at(100, -400)],
  ["its title bar is below every screen", at(100, 2000)],
])("comes to the middle of the main screen when %s", (_why, place) => {
  expect(placeOnScreens(place, [laptop])).toEqual({ x: 120, y: 63, width: 1200, height: 800 });
});

it("is never smaller than it can be drawn, whatever the file says", () => {
  expect(placeOnScreens(at(0, 25, 10, -5), [laptop])).toMatchObject({ width: 1024, height: 700 });
});
