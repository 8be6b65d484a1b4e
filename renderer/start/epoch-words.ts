import { formatCount } from "../design/format.ts";

/** How long an epoch took on this computer: `about 12 s an epoch here`. */
export function epochWords(seconds: number): string {
  if (seconds < 0.95) return "less than a second an epoch here";
  if (seconds < 99.5) return `about ${formatCount(Math.round(seconds))} s an epoch here`;
  const minutes = seconds / 60;
  return minutes < 99.5
    ? `about ${formatCount(Math.round(minutes))} min an epoch here`
    : `about ${formatCount(Math.round(minutes / 60))} h an epoch here`;
}
