import { expect, it } from "vitest";
import { saidWidth, whatIsSaid } from "./said.ts";

const names = (...classNames: string[]) => ({ classNames });

it("gives one output that tells two classes apart a voice for each of them", () => {
  const said = whatIsSaid("sigmoid", names("no", "yes"), [0, Math.log(3)], 1);
  expect([...said]).toEqual([0.5, 0.5, 0.25, 0.75].map((value) => expect.closeTo(value, 6)));
  expect(saidWidth(names("no", "yes"), 1)).toBe(2);
  expect(saidWidth(names("no", "yes"), 2)).toBe(2);
});

it("tells numbers in the units of the data, whatever the network learned them in", () => {
  // Mean 50 and deviation 4, mean -2 and deviation 0.5.
  const columns = [
    { name: "a", scale: 1 / 4, offset: -50 / 4 },
    { name: "b", scale: 2, offset: 4 },
  ];
  const said = whatIsSaid("none", { classNames: [], targets: { columns } }, [0, 0, 1, -2], 2);
  expect([...said]).toEqual([50, -2, 54, -3]);
});

it("keeps NaN, and hands out numbers of its own", () => {
  const given = Float32Array.of(Number.NaN, 1);
  const said = whatIsSaid("none", names("a", "b"), given, 2);
  expect([...said]).toEqual([Number.NaN, 1]);
  expect(said.buffer).not.toBe(given.buffer);
});
