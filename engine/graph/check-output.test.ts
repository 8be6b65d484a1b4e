import { describe, expect, it } from "vitest";
import { chain, ends, fixed, points, problemOf } from "../testing/checked.ts";
import { check } from "./check.ts";
import { graphOf } from "./graph-of.ts";

describe("an output that does not fit its loss or its data", () => {
  it("another number of classes than the data set has", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 8 }],
      "ReLU 1": ["activation"],
      "Dense 2": ["dense", { units: 5 }],
      Output: ends.Output,
    });
    const problem = problemOf(graph);
    expect(problem).toMatchObject({
      code: "classes",
      node: "Output",
      title: "Output needs one number per class",
      explanation: "Blobs has 3 classes, and Output receives 5.",
    });
    expect(problem.fixes).toHaveLength(1);
    expect(fixed(graph, problem, "Set Dense 2 to 3 units").problems).toEqual([]);
  });

  describe("targets that are no classes", () => {
    const numbers = {
      ...points,
      name: "Houses",
      classNames: [],
      targets: { task: "regression", names: ["price"] },
    } as const;
    const labels = {
      ...points,
      name: "Films",
      classNames: [],
      targets: { task: "multi-label", names: ["funny", "sad", "long"] },
    } as const;
    const ending = (units: number, loss: string) =>
      graphOf({ Input: ends.Input, "Dense 1": ["dense", { units }], Output: ["output", { loss }] });

    it("need one number each", () => {
      const graph = ending(3, "huber");
      const problem = problemOf(graph, numbers);
      expect(problem).toMatchObject({
        title: "Output needs one number per number to predict",
        explanation: "Houses has 1 number to predict, and Output receives 3.",
      });
      expect(fixed(graph, problem, "Set Dense 1 to 1 units", numbers).problems).toEqual([]);
      expect(check(ending(3, "binaryCrossEntropy"), labels).problems).toEqual([]);
    });

    it("refuse a loss for something else, and offer one for them", () => {
      const graph = ending(1, "binaryCrossEntropy");
      const problem = problemOf(graph, numbers);
      expect(problem).toMatchObject({
        code: "loss-data",
        field: "loss",
        title: "Binary cross-entropy does not fit Houses",
        explanation: "Houses has numbers to predict, and binary cross-entropy learns classes or labels.",
      });
      expect(fixed(graph, problem, "Use half squared error", numbers).problems).toEqual([]);
      const classes = ending(3, "crossEntropy");
      const onLabels = problemOf(classes, labels);
      expect(onLabels).toMatchObject({ code: "loss-data" });
      expect(fixed(classes, onLabels, "Use binary cross-entropy", labels).problems).toEqual([]);
    });

    it("leave squared errors on classes as they are", () => {
      expect(check(ending(3, "halfSquaredError"), points).problems).toEqual([]);
    });
  });

  it("one output for two classes, where it says yes or no", () => {
    const two = { ...points, classNames: ["A", "B"] };
    const single = (loss: string) =>
      graphOf({ Input: ends.Input, "Dense 1": ["dense", { units: 1 }], Output: ["output", { loss }] });
    expect(check(single("binaryCrossEntropy"), two).problems).toEqual([]);
    expect(problemOf(single("halfSquaredError"), two)).toMatchObject({ code: "classes" });
    expect(problemOf(single("binaryCrossEntropy"), points)).toMatchObject({ code: "classes" });
    const { problems } = check(single("crossEntropy"), two);
    const [problem] = problems;
    expect(problems).toHaveLength(2);
    if (problem)
      expect(fixed(single("crossEntropy"), problem, "Use binary cross-entropy", two).problems).toEqual([]);
  });

  it("filters instead of units, where a convolution is the last layer with a choice", () => {
    const graph = graphOf({
      Input: ["input", { shape: [1, 3, 3] }],
      "Conv 1": ["conv2d", { filters: 2, kernel: [3, 3], padding: "valid" }],
      Flatten: ["flatten"],
      Output: ends.Output,
    });
    const data = { ...points, inputShape: [1, 3, 3] };
    expect(fixed(graph, problemOf(graph, data), "Set Conv 1 to 3 filters", data).problems).toEqual([]);
  });

  it("a single unit before cross-entropy", () => {
    const graph = graphOf({ Input: ends.Input, "Dense 1": ["dense", { units: 1 }], Output: ends.Output });
    const { problems } = check(graph, points);
    expect(problems.map(({ code }) => code)).toEqual(["one-class", "classes"]);
    if (problems[1]) expect(fixed(graph, problems[1], "Set Dense 1 to 3 units").problems).toEqual([]);
  });

  it("an input that is not the data set's", () => {
    const problem = problemOf(chain, { ...points, inputShape: [2] });
    expect(problem).toMatchObject({
      code: "input-data",
      node: "Input",
      field: "shape",
      explanation: "Each example of Blobs is 2 numbers, and Input takes 4 numbers.",
    });
    expect(fixed(chain, problem, "Set Input to 2", { ...points, inputShape: [2] }).problems).toEqual([]);
  });

  it("softmax twice", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 3 }],
      Softmax: ["activation", { function: "softmax" }],
      Output: ends.Output,
    });
    const problem = problemOf(graph);
    expect(problem).toMatchObject({
      code: "softmax-twice",
      title: "Softmax would be applied twice",
      causes: ["Softmax"],
    });
    expect(fixed(graph, problem, "Use cross-entropy on a softmax layer").problems).toEqual([]);
  });

  it("sigmoid twice", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 3 }],
      Sigmoid: ["activation", { function: "sigmoid" }],
      Output: ["output", { loss: "binaryCrossEntropy" }],
    });
    const problem = problemOf(graph);
    expect(problem).toMatchObject({
      code: "sigmoid-twice",
      title: "Sigmoid would be applied twice",
      causes: ["Sigmoid"],
    });
    expect(fixed(graph, problem, "Remove Sigmoid").problems).toEqual([]);
  });

  it("a loss that wants a softmax layer", () => {
    const graph = graphOf({
      Input: ends.Input,
      "Dense 1": ["dense", { units: 3 }],
      Output: ["output", { loss: "crossEntropySoftmax" }],
    });
    const problem = problemOf(graph);
    expect(problem).toMatchObject({ code: "softmax-missing", title: "This loss needs a softmax layer" });
    expect(fixed(graph, problem, "Use cross-entropy on logits").problems).toEqual([]);
  });
});
