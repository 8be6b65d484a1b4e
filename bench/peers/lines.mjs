// The lines of ../protocol.ts for the peers in JavaScript.
import { createInterface } from "node:readline";

export function tell(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Ends the process with the reason why this peer does not take part. */
export function refuse(reason) {
  process.stdout.write(`${JSON.stringify({ unavailable: reason })}\n`, () => process.exit(0));
}

/** Answers windows until the bench closes its end. `step` does one batch. */
export async function answerWindows(greeting, batch, step) {
  tell({ ready: true, ...greeting });
  for await (const line of createInterface({ input: process.stdin })) {
    const seconds = Number(line.split(" ")[1]);
    const start = performance.now();
    let images = 0;
    let elapsed = 0;
    do {
      await step();
      images += batch;
      elapsed = (performance.now() - start) / 1000;
    } while (elapsed < seconds);
    tell({ images, seconds: elapsed });
  }
  process.exit(0);
}
