import { expect, test } from "vitest";
import { epochWords } from "./epoch-words.ts";

test.each([
  [0.004, "less than a second an epoch here"],
  [0.96, "about 1 s an epoch here"],
  [41.4, "about 41 s an epoch here"],
  [100, "about 2 min an epoch here"],
  [3540, "about 59 min an epoch here"],
  [6000, "about 2 h an epoch here"],
])("%d seconds are %s", (seconds, words) => {
  expect(epochWords(seconds)).toBe(words);
});
