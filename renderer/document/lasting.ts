/**
 * What there is `now`, in the very objects of `before` wherever they say the same: who watches a part of it is not
 * woken by what has become of the rest. For plain data, as it could be written to a file.
 */
export function lasting<Value>(before: unknown, now: Value): Value {
  if (isSame(before, now)) return before as Value;
  if (!isData(before) || !isData(now)) return now;
  if (Array.isArray(now)) return now.map((item, index) => lasting(before[index], item)) as Value;
  return Object.fromEntries(
    Object.entries(now).map(([key, value]) => [key, lasting(before[key], value)]),
  ) as Value;
}

function isSame(before: unknown, now: unknown): boolean {
  if (Object.is(before, now)) return true;
  if (!isData(before) || !isData(now) || Array.isArray(before) !== Array.isArray(now)) return false;
  const keys = Object.keys(now);
  if (keys.length !== Object.keys(before).length) return false;
  return keys.every((key) => key in before && isSame(before[key], now[key]));
}

function isData(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
