/** Red, green and blue of sRGB, 0 to 1 where the colour can be shown. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A colour of CIELAB in polar form: lightness 0 to 100, chroma from 0, hue in degrees. */
export type Lch = readonly [lightness: number, chroma: number, hue: number];

/** A colour of CIELAB, white point D65. */
export type Lab = readonly [lightness: number, a: number, b: number];

const whiteX = 0.95047;
const whiteZ = 1.08883;

export function lchToLab([lightness, chroma, hue]: Lch): Lab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

/** CIELAB to sRGB (CIE 15:2004 and IEC 61966-2-1); components beyond 0 to 1 lie outside what a screen shows. */
export function labToRgb([lightness, a, b]: Lab): Rgb {
  const middle = (lightness + 16) / 116;
  const x = whiteX * fromLab(middle + a / 500);
  const y = fromLab(middle);
  const z = whiteZ * fromLab(middle - b / 200);
  return [
    encode(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
    encode(-0.969266 * x + 1.8760108 * y + 0.041556 * z),
    encode(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
  ];
}

/** sRGB to CIELAB: the inverse of `labToRgb`. */
export function rgbToLab(colour: Rgb): Lab {
  const [red, green, blue] = [decode(colour[0]), decode(colour[1]), decode(colour[2])];
  const x = toLab((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / whiteX);
  const y = toLab(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = toLab((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / whiteZ);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Distance of two colours as CIE 1976 defines it. */
export function distance(first: Lab, second: Lab): number {
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

/** The most colourful sRGB colour of that lightness and hue that does not exceed the given chroma. */
export function showable([lightness, chroma, hue]: Lch): Rgb {
  const inside = (tried: number) =>
    labToRgb(lchToLab([lightness, tried, hue])).every((component) => component >= 0 && component <= 1);
  if (inside(chroma)) return labToRgb(lchToLab([lightness, chroma, hue]));
  let [low, high] = [0, chroma];
  for (let step = 0; step < 24; step++) {
    const tried = (low + high) / 2;
    if (inside(tried)) low = tried;
    else high = tried;
  }
  return labToRgb(lchToLab([lightness, low, hue]));
}

function fromLab(value: number): number {
  return value > 6 / 29 ? value ** 3 : 3 * (6 / 29) ** 2 * (value - 4 / 29);
}

function toLab(value: number): number {
  return value > (6 / 29) ** 3 ? Math.cbrt(value) : value / (3 * (6 / 29) ** 2) + 4 / 29;
}

function encode(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function decode(component: number): number {
  return component <= 0.04045 ? component / 12.92 : ((component + 0.055) / 1.055) ** 2.4;
}
