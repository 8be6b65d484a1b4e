/** A path through the values that are there; a gap begins it anew. */
export function pathThrough(
  places: readonly number[],
  values: readonly (number | null)[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let open = false;
  return values
    .map((value, index) => {
      if (value === null) {
        open = false;
        return "";
      }
      const step = `${open ? "L" : "M"}${short(x(places[index] ?? 0))} ${short(y(value))}`;
      open = true;
      return step;
    })
    .join("");
}

/** A number of pixels, to a hundredth. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Words between tags or quotes. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
