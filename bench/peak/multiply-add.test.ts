/// <reference path="../../engine/host/webassembly.d.ts" />
import { expect, it } from "vitest";
import { multiplyAddModule } from "./multiply-add.ts";

/** The same sum in plain numbers: chains that start at 3, 4, … and take x * 0.75 + 0.25 each turn. */
function sumAfter(turns: number, chains: number): number {
  let sum = 0;
  for (let chain = 0; chain < chains; chain++) {
    let x = 3 + chain;
    for (let turn = 0; turn < turns; turn++) x = x * 0.75 + 0.25;
    sum += x;
  }
  return sum;
}

it("does the multiplications and additions that are counted", async () => {
  const module = await WebAssembly.compile(multiplyAddModule());
  const { exports } = new WebAssembly.Instance<{ run(turns: number): number }>(module, {});
  for (const turns of [1, 2, 7, 40]) expect(exports.run(turns)).toBeCloseTo(sumAfter(turns, 13), 3);
});
