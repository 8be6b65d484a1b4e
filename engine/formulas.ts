import { numberFormat } from "./words/numbers.ts";

/** TeX of a number for a formula with a person's own numbers: four digits, powers of ten for the very large and small. */
export function texNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? String.raw`\text{NaN}` : String.raw`\infty`;
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e9)) {
    const [digits = "1", power = "0"] = value.toExponential(3).split("e");
    const factor = Number(digits);
    const ten = `10^{${Number(power)}}`;
    return factor === 1 ? ten : String.raw`${factor} \cdot ${ten}`;
  }
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4));
  return numberFormat({ maximumFractionDigits: 10 })
    .format(rounded)
    .replaceAll(",", "{,}")
    .replace(/\s/g, String.raw`\,`);
}
