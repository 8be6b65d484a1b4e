import { z } from "zod";

/** In pixels of the screen, window frame included. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was, and where it goes back to when it is no longer maximised. */
export interface WindowPlace {
  readonly bounds: Rectangle | null;
  readonly isMaximised: boolean;
}

const length = z.int().min(-100_000).max(100_000);

export const windowPlaceSchemas = {
  bounds: z.strictObject({ x: length, y: length, width: length, height: length }).nullable(),
  isMaximised: z.boolean(),
};

export const firstPlace: WindowPlace = { bounds: null, isMaximised: false };

export const smallestSize = { width: 1024, height: 700 };
const usualSize = { width: 1440, height: 900 };
/** So much of the title bar must lie on a screen that a hand can take the window there. */
const grip = { width: 160, height: 30 };

/**
 * Where a window opens: as it was, if its title bar can still be reached on one of the screens, else in the middle of the
 * first one. It is never larger than its screen, nor smaller than it can be drawn.
 * @param screens work areas, the main one first; at least one.
 */
export function placeOnScreens({ bounds }: WindowPlace, screens: readonly Rectangle[]): Rectangle {
  const [main] = screens;
  if (!main) throw new Error("There is no screen.");
  const screen = bounds && screens.find((area) => isWithinReach(bounds, area));
  if (bounds && screen) {
    const size = fitted(bounds, screen);
    return {
      ...size,
      x: between(bounds.x, screen.x - size.width + grip.width, screen.x + screen.width - grip.width),
      y: between(bounds.y, screen.y, screen.y + screen.height - grip.height),
    };
  }
  const size = fitted(bounds ?? usualSize, main);
  return {
    ...size,
    x: main.x + Math.max(0, Math.round((main.width - size.width) / 2)),
    y: main.y + Math.max(0, Math.round((main.height - size.height) / 2)),
  };
}

function isWithinReach(bounds: Rectangle, area: Rectangle): boolean {
  const wide = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const high = Math.min(bounds.y + grip.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return wide >= grip.width && high >= grip.height / 2;
}

function fitted(size: { readonly width: number; readonly height: number }, screen: Rectangle) {
  return {
    width: Math.max(smallestSize.width, Math.min(size.width, screen.width)),
    height: Math.max(smallestSize.height, Math.min(size.height, screen.height)),
  };
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
