/** How people write that a value is not known. */
const missingWords = new Set(["", "na", "n/a", "nan", "null", "none", "?", "#n/a"]);

export function isMissing(cell: string): boolean {
  return missingWords.has(cell.trim().toLowerCase());
}

const numberForm = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A cell as a finite number; null when it is none. Its decimal sign is a point, or a comma where `comma` says so. */
export function cellNumber(cell: string, comma = false): number | null {
  const text = comma ? cell.trim().replace(",", ".") : cell.trim();
  if (!numberForm.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(Math.fround(value)) ? value : null;
}

/** A cell as a message shows it: short, and without characters that steer a terminal. */
export function shownCell(cell: string): string {
  const clean = cell.replace(/[\p{Cc}\p{Cf}]/gu, "·");
  return `"${clean.length > 30 ? `${clean.slice(0, 29)}…` : clean}"`;
}
