import { say } from "../../engine/words/say.ts";

/** The numbers of threads that are worth offering on a computer; 0 leaves it to the engine. */
export function threadOptions(
  available: number,
): readonly { readonly value: string; readonly label: string }[] {
  const counts = [1, 2, 4, 8, 16, 32].filter((count) => count < available);
  return [0, ...counts, available].map((count) => ({
    value: String(count),
    label: count === 0 ? say("Automatic") : String(count),
  }));
}
