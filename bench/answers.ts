import { createInterface } from "node:readline";

/** Serves the bench from inside a subject: says `greeting`, then answers each line of its input in turn. */
export async function answerLines(
  greeting: object,
  answers: Readonly<Record<string, (argument: number) => object | Promise<object>>>,
): Promise<void> {
  tell(greeting);
  for await (const line of createInterface({ input: process.stdin })) {
    const [word = "", argument] = line.split(" ");
    const answer = answers[word];
    if (!answer) throw new Error(`The bench asked "${line}", which this subject does not answer.`);
    tell(await answer(Number(argument)));
  }
}

export function tell(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
