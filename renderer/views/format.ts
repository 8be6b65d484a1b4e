import { numberFormat } from "../../engine/words/numbers.ts";
import { say } from "../../engine/words/say.ts";

const minus = "\u2212";
const narrowSpace = "\u202f";

/** A number as people read it here: their locale, a true minus, `digits` decimals. NaN and infinity in words. */
export function formatNumber(value: number, digits = 0): string {
  if (Number.isNaN(value)) return say("not a number");
  if (!Number.isFinite(value)) return value > 0 ? say("infinite") : say("−infinite");
  const format = numberFormat({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const text = format.format(Math.abs(value));
  const isZero = Number(Math.abs(value).toFixed(digits)) === 0;
  return value < 0 && !isZero ? minus + text : text;
}

/** A quantity of any size in about three digits: `0.412`, `12.6`, `3 210`, `4.1e−5`. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return formatNumber(value);
  if (size === 0) return "0";
  if (size < 0.001 || size >= 1e6) return formatPower(value);
  return formatNumber(value, size < 10 ? 3 : size < 100 ? 1 : 0);
}

/** Two decimals, as on a gradient bar; powers of ten outside 0.01 to 1000. */
export function formatNorm(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatNumber(value);
  return value < 0.01 || value >= 1000 ? formatPower(value) : formatNumber(value, 2);
}

/** A number in a cell with room for six signs, beside others up to a size: with decimals, whole, or as a power of ten. */
export function formatInCell(value: number, largest: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  if (largest >= 1e4) return value === 0 ? "0" : formatPower(value, 0);
  if (largest >= 100) return formatNumber(value);
  return formatNumber(value, largest > 0.0005 && largest < 0.095 ? 3 : 2);
}

function formatPower(value: number, decimals = 1): string {
  const [digits = "0", power = "0"] = value.toExponential(decimals).split("e");
  return `${formatNumber(Number(digits), decimals)}e${power.replace("+", "").replace("-", minus)}`;
}

/** A share of 1 as a percentage with `digits` decimals. */
export function formatShare(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${formatNumber(share * 100, digits)}${narrowSpace}%` : formatNumber(share);
}

/** Seconds as `0:53` or `1:02:07`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
