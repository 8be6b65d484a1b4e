import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pacedQuestion } from "./paced-question.ts";
import { useTraining } from "./store.ts";

/* A question whose answer the test gives, at the moment and with the cost that it chooses. */

const share = 0.01;
let answers: ((seconds: number) => void)[];
let failures: ((error: Error) => void)[];
const asked = () => answers.length;
const ask = () =>
  new Promise<number>((resolve, reject) => {
    answers.push(resolve);
    failures.push(reject);
  });
const answer = async (seconds: number) => {
  answers.at(-1)?.(seconds);
  await vi.advanceTimersByTimeAsync(0);
};
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  answers = [];
  failures = [];
  useTraining.setState({ run: "training" });
});
afterEach(() => {
  vi.useRealTimers();
  useTraining.setState({ run: "idle" });
});

it("waits after an answer until its share of the time has passed, however often it is wanted", async () => {
  const question = pacedQuestion(share, ask);
  question();
  await answer(0.01); // 1 s at 1 %
  for (let turn = 0; turn < 5; turn++) question();
  await pass(0.99);
  expect(asked()).toBe(1);
  await pass(0.02);
  expect(asked()).toBe(2);
  await answer(0);
  await pass(10);
  expect(asked()).toBe(2);
});

it("asks one at a time, and once more for all that was wanted meanwhile", async () => {
  const question = pacedQuestion(share, ask);
  question();
  question();
  question.atOnce();
  question();
  await pass(5);
  expect(asked()).toBe(1);
  await answer(0.1);
  // A person's wish is not made to wait, although the answer before was dear.
  expect(asked()).toBe(2);
  await answer(0);
  await pass(60);
  expect(asked()).toBe(2);
});

it("asks a resting run at once, and a person's wish at once while it trains", async () => {
  const question = pacedQuestion(share, ask);
  question();
  await answer(0.1); // 10 s
  question.atOnce();
  expect(asked()).toBe(2);
  await answer(0.1);
  question();
  expect(asked()).toBe(2);
  useTraining.setState({ run: "paused" });
  question();
  expect(asked()).toBe(3);
  await answer(0);
  // The one that waited was answered with it.
  await pass(60);
  expect(asked()).toBe(3);
});

it("counts wishes at once as well: what comes by itself waits the longer", async () => {
  const question = pacedQuestion(share, ask);
  question();
  await answer(0.01);
  question.atOnce();
  await answer(0.01);
  question();
  await pass(1.5);
  expect(asked()).toBe(2);
  await pass(0.6);
  expect(asked()).toBe(3);
});

it("asks again after an answer that failed", async () => {
  const question = pacedQuestion(share, ask);
  const complaint = vi.spyOn(console, "error").mockImplementation(() => undefined);
  question();
  failures.at(-1)?.(new Error("The engine is gone."));
  await vi.advanceTimersByTimeAsync(0);
  expect(complaint).toHaveBeenCalled();
  question();
  expect(asked()).toBe(2);
  complaint.mockRestore();
});
