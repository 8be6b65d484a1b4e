import {
  distance,
  type Lab,
  type Lch,
  labToRgb,
  lchToLab,
  type Rgb,
  rgbToLab,
  showable,
} from "./colour-space.ts";

export type Theme = "light" | "dark";
export type ColourMapName = "deep" | "ember" | "sign" | "grey" | "paper";

/** 256 opaque colours from low to high, packed as ImageData stores them (little-endian ABGR). */
export type ColourMap = Uint32Array;

export const colourCount = 256;

/* Stations on the way from low to high: lightness, chroma, hue. The way is then walked in even steps. */
const deep: readonly Lch[] = [
  [2, 3, 300],
  [20, 34, 300],
  [36, 42, 284],
  [53, 33, 240],
  [68, 36, 194],
  [84, 34, 166],
  [96, 10, 156],
];
const ember: readonly Lch[] = [
  [2, 4, 300],
  [21, 38, 326],
  [37, 58, 358],
  [52, 72, 388],
  [68, 58, 408],
  [84, 32, 428],
  [95, 12, 438],
];
const purple = { light: [22, 52, 314], dark: [84, 26, 314] } as const;
const green = { light: [22, 34, 148], dark: [84, 32, 148] } as const;
/** The midpoint of Sign is the card that the map lies on, so that zero disappears. */
const ground = { light: [1, 1, 1], dark: [0x1d / 255, 0x28 / 255, 0x26 / 255] } as const;

const cache = new Map<string, ColourMap>();

/**
 * The colours of a map. Deep (activations) and Ember (gradient magnitude) rise evenly in lightness, every step
 * being equally far from the last in CIELAB; Sign (signed data) does so from the middle to both ends. Grey is
 * the stored byte; paper prints it dark on white.
 */
export function colourMap(name: ColourMapName, theme: Theme): ColourMap {
  const key = `${name} ${name === "sign" ? theme : ""}`;
  const known = cache.get(key);
  if (known) return known;
  const made = packed(colours(name, theme));
  cache.set(key, made);
  return made;
}

function colours(name: ColourMapName, theme: Theme): readonly Rgb[] {
  if (name === "deep") return evenWalk((position) => showable(between(deep, position)), colourCount);
  if (name === "ember") return evenWalk((position) => showable(between(ember, position)), colourCount);
  if (name === "sign") return signColours(theme);
  return Array.from({ length: colourCount }, (_, index) => {
    const grey = (name === "grey" ? index : colourCount - 1 - index) / (colourCount - 1);
    return [grey, grey, grey];
  });
}

function signColours(theme: Theme): readonly Rgb[] {
  const middle = rgbToLab(ground[theme]);
  const arm = ([lightness, chroma, hue]: Lch) => {
    // Colour comes early, so that small values already show their sign.
    const station = lchToLab([(middle[0] + lightness) / 2, Math.max(chroma, 40) * 0.9, hue]);
    const end = lchToLab([lightness, chroma, hue]);
    return evenWalk((position) => labToRgb(between([middle, station, end], position)), colourCount / 2);
  };
  return [...[...arm(purple[theme])].reverse(), ...arm(green[theme])];
}

/** Colours along a way (position 0 to 1), equally far apart in CIELAB. */
function evenWalk(colourAt: (position: number) => Rgb, count: number): readonly Rgb[] {
  const fine = 2048;
  const way: Rgb[] = [];
  const reached: number[] = [];
  let last: Lab | null = null;
  let length = 0;
  for (let index = 0; index < fine; index++) {
    const colour = colourAt(index / (fine - 1));
    const lab = rgbToLab(colour);
    length += last ? distance(last, lab) : 0;
    last = lab;
    way.push(colour);
    reached.push(length);
  }
  let at = 0;
  return Array.from({ length: count }, (_, index) => {
    const wanted = (index / (count - 1)) * length;
    while (at < fine - 1 && (reached[at] ?? 0) < wanted) at++;
    return way[at] ?? [0, 0, 0];
  });
}

type Station = readonly [number, number, number];

function between(stations: readonly Station[], position: number): Station {
  const place = position * (stations.length - 1);
  const index = Math.min(stations.length - 2, Math.floor(place));
  const from = stations[index] ?? [0, 0, 0];
  const to = stations[index + 1] ?? from;
  const part = place - index;
  const mix = (start: number, end: number) => start + (end - start) * part;
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}

function packed(list: readonly Rgb[]): ColourMap {
  return Uint32Array.from(list, ([red, green, blue]) => packColour(red * 255, green * 255, blue * 255));
}

/** One opaque pixel from components of 0 to 255. */
export function packColour(red: number, green: number, blue: number): number {
  const byte = (component: number) => Math.max(0, Math.min(255, Math.round(component)));
  return ((255 << 24) | (byte(blue) << 16) | (byte(green) << 8) | byte(red)) >>> 0;
}
