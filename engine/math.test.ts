import { describe, expect, it } from "vitest";
import { cos, erf, exp, expm1, log, log1p, pow, sin, tanh } from "./math.ts";

/** Values from 90-digit arithmetic (mpmath), rounded once to float64. */
const HIGH_PRECISION = {
  exp: [
    [-720, 2.0322308024e-313],
    [-745.1, 5e-324],
    [-1e-20, 1],
    [709.78, 1.7928227943945155e308],
    [1, Math.E],
    [-1, 0.36787944117144233],
  ],
  expm1: [
    [1e-300, 1e-300],
    [-1e-9, -9.999999995e-10],
    [1e-5, 1.0000050000166668e-5],
    [0.3, 0.3498588075760031],
    [-0.4, -0.32967995396436073],
    [1, 1.7182818284590453],
    [-5, -0.9932620530009145],
    [50, 5.184705528587072e21],
  ],
  log: [
    [5e-324, -744.4400719213812],
    [1e-310, -713.8013788281542],
    [2.2250738585072014e-308, -708.3964185322641],
    [0.7071067811865475, -0.34657359027997275],
    [0.9999999999999999, -1.1102230246251565e-16],
    [1.0000000000000002, 2.220446049250313e-16],
    [10, Math.LN10],
    [1.7976931348623157e308, 709.782712893384],
  ],
  log1p: [
    [1e-300, 1e-300],
    [-1e-17, -1e-17],
    [1e-10, 9.999999999500001e-11],
    [-0.5, -Math.LN2],
    [0.5, 0.4054651081081644],
    [-0.999, -6.907755278982136],
    [1e10, 23.025850930040455],
  ],
  tanh: [
    [1e-300, 1e-300],
    [1e-9, 1e-9],
    [2e-8, 1.9999999999999997e-8],
    [1e-4, 9.999999966666667e-5],
    [0.2, 0.197375320224904],
    [0.55, 0.5005202111902353],
    [1, 0.7615941559557649],
    [3, 0.9950547536867305],
    [10, 0.9999999958776927],
    [21.9, 1],
  ],
  erf: [
    [1e-300, 1.1283791670955126e-300],
    [1e-10, 1.1283791670955126e-10],
    [0.1, 0.1124629160182849],
    [0.25, 0.27632639016823696],
    [0.5, 0.5204998778130465],
    [0.75, 0.7111556336535151],
    [0.999999, 0.8427003778418023],
    [1, 0.8427007929497149],
    [1.2, 0.9103139782296353],
    [1.5, 0.9661051464753108],
    [1.999, 0.9953015566513705],
    [2, 0.9953222650189527],
    [2.3, 0.9988568234026434],
    [2.7, 0.9998656672600594],
    [3, 0.9999779095030014],
    [3.3, 0.9999969422902035],
    [3.9, 0.9999999652077514],
    [4, 0.9999999845827421],
    [4.6, 0.999999999922504],
    [5.3, 0.9999999999999338],
    [5.8, 0.9999999999999998],
    [6, 1],
  ],
  sin: [
    [Math.PI, 1.2246467991473532e-16],
    [355, -3.014435335948845e-5],
    [1024.5, 0.3342364104037093],
    [1e22, -0.8522008497671888],
    [1e300, -0.8178819121159085],
    [1.7976931348623157e308, 0.004961954789184062],
  ],
  // The third angle is the float64 closest to an odd multiple of pi/2: the hardest reduction there is.
  cos: [
    [1024.5, 0.942489268883441],
    [1e22, 0.523214785395139],
    [5.319372648326541e255, -4.687165924254628e-19],
    [1.7976931348623157e308, -0.9999876894265599],
  ],
} satisfies Record<string, readonly (readonly [number, number])[]>;

const FUNCTIONS = { exp, expm1, log, log1p, tanh, erf, sin, cos };

function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), 2.3e-308);
}

/** The largest relative error against the platform's function on evenly spaced, slightly jittered points. */
function largestError(ours: (x: number) => number, theirs: (x: number) => number, from: number, to: number) {
  let largest = 0;
  for (let index = 0; index <= 50_000; index += 1) {
    const x = from + ((to - from) * (index + (index % 7) / 11)) / 50_000;
    largest = Math.max(largest, relativeError(ours(x), theirs(x)));
  }
  return largest;
}

describe("portable functions", () => {
  for (const [name, table] of Object.entries(HIGH_PRECISION)) {
    it(`${name} agrees with high-precision values`, () => {
      const ours = FUNCTIONS[name as keyof typeof FUNCTIONS];
      for (const [x, expected] of table) {
        expect(relativeError(ours(x), expected), `${name}(${x}) = ${ours(x)}`).toBeLessThan(5e-16);
      }
    });
  }

  it.each([
    ["exp", exp, Math.exp, -745, 709],
    ["exp", exp, Math.exp, -1, 1],
    ["expm1", expm1, Math.expm1, -45, 700],
    ["expm1", expm1, Math.expm1, -2, 2],
    ["expm1", expm1, Math.expm1, -1e-6, 1e-6],
    ["log", log, Math.log, 1e-9, 2],
    ["log", log, Math.log, 0.999, 1.001],
    ["log", log, Math.log, 1, 1e12],
    ["log1p", log1p, Math.log1p, -0.999, 4],
    ["log1p", log1p, Math.log1p, -1e-8, 1e-8],
    ["tanh", tanh, Math.tanh, -25, 25],
    ["tanh", tanh, Math.tanh, -1, 1],
    ["tanh", tanh, Math.tanh, -1e-6, 1e-6],
    ["sin", sin, Math.sin, -8, 8],
    ["cos", cos, Math.cos, -8, 8],
    ["sin", sin, Math.sin, -3000, 3000],
    ["cos", cos, Math.cos, -3000, 3000],
  ] as const)("%s stays within a few last places of the platform's (%#)", (_name, ours, theirs, from, to) => {
    expect(largestError(ours, theirs, from, to)).toBeLessThan(7e-16);
  });

  it.each([
    [0.3, 40],
    [0.9, 1000],
    [0.999, 100_000],
    [1.0000001, 1e9],
    [10, 300],
    [3.7, 0.6],
  ])("pow(%d, y) stays within a few last places for y up to %d", (base, limit) => {
    expect(
      largestError(
        (y) => pow(base, y),
        (y) => base ** y,
        -limit,
        limit,
      ),
    ).toBeLessThan(5e-16);
  });

  it("pow agrees with high-precision values and is exact where the power is", () => {
    const table = [
      [0.9, 1000, 1.7478712517226947e-46],
      [0.999, 100000, 3.5385276883431275e-44],
      [1.0000001, 1e9, 2.6881038582144647e43],
      [0.7, 0.3, 0.8985234417906397],
      [1e300, 0.5, 1e150],
      [5e-324, 0.5, 2.2227587494850775e-162],
      [1.5, 1700.5, 2.774508273377268e299],
      [0.1, 320, 1e-320],
    ] as const;
    for (const [x, y, expected] of table) expect(relativeError(pow(x, y), expected)).toBeLessThan(3e-16);
    expect(pow(3, 33)).toBe(5559060566555523);
    expect(pow(2, 1023)).toBe(8.98846567431158e307);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(10, 15)).toBe(1e15);
    expect(pow(-3, 3)).toBe(-27);
  });

  it("pow has the special cases of the language", () => {
    const bases = [-Infinity, -2, -1, -0.5, -0, 0, 0.5, 1, 2, Infinity, NaN];
    const exponents = [-Infinity, -1e305, -3, -2, -1, -0.5, -0, 0, 0.5, 1, 2, 3, 1e305, Infinity, NaN];
    for (const x of bases) {
      for (const y of exponents) {
        const expected = x ** y;
        const actual = pow(x, y);
        const same = Object.is(actual, expected) || relativeError(actual, expected) < 3e-16;
        expect(same, `pow(${x}, ${y}) = ${actual}, not ${expected}`).toBe(true);
      }
    }
  });

  it("handles NaN, infinities, signed zeros and the ends of the range", () => {
    for (const ours of Object.values(FUNCTIONS)) expect(ours(Number.NaN)).toBeNaN();
    for (const ours of [expm1, log1p, tanh, erf, sin]) expect(ours(-0)).toBe(-0);
    expect([exp(Infinity), exp(-Infinity), exp(710), exp(-746)]).toEqual([Infinity, 0, Infinity, 0]);
    expect([expm1(Infinity), expm1(-Infinity), expm1(710)]).toEqual([Infinity, -1, Infinity]);
    expect([log(0), log(-0), log(Infinity), log(1)]).toEqual([-Infinity, -Infinity, Infinity, 0]);
    expect([log(-1), log1p(-2), sin(Infinity), cos(-Infinity)]).toEqual([NaN, NaN, NaN, NaN]);
    expect([log1p(-1), log1p(Infinity)]).toEqual([-Infinity, Infinity]);
    expect([tanh(Infinity), tanh(-Infinity), tanh(1000)]).toEqual([1, -1, 1]);
    expect([erf(Infinity), erf(-Infinity), erf(-0.5)]).toEqual([1, -1, -erf(0.5)]);
    expect([exp(0), cos(0), pow(1, 1e9)]).toEqual([1, 1, 1]);
  });

  it("erf joins its pieces and never leaves [-1, 1]", () => {
    let before = -1;
    let falls = 0;
    let largest = 0;
    for (let index = -70_000; index <= 70_000; index += 1) {
      const value = erf(index / 10_000);
      if (value < before - 2.3e-16) falls += 1;
      largest = Math.max(largest, Math.abs(value));
      before = value;
    }
    expect([falls, largest]).toEqual([0, 1]);
  });
});
