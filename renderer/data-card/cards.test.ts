import { expect, test } from "vitest";
import { emptyProject } from "../../engine/project/empty.ts";
import { addLayer, dropLayer } from "../document/actions.ts";
import { openDocument, undo, useDocument } from "../document/store.ts";
import { chooseData, followChosenData } from "./cards.ts";

test("choosing a data set tells the check and gives the input its shape, in one step that can be undone", () => {
  openDocument(emptyProject(), null);
  const end = followChosenData();
  addLayer("input");
  chooseData({ kind: "generated", id: "spirals", points: 200, noise: 0, seed: 1 });
  const chosen = useDocument.getState();
  expect(chosen.data).toMatchObject({ inputShape: [2], classNames: ["Class A", "Class B"] });
  expect(chosen.project.graph.nodes[0]?.fields.shape).toEqual([2]);

  undo();
  const undone = useDocument.getState();
  expect(undone.data).toBeNull();
  expect(undone.project.graph.nodes[0]?.fields.shape).toEqual([1, 28, 28]);
  end();
});

test("another document brings its own data set", () => {
  const end = followChosenData();
  openDocument({ ...emptyProject(), data: { kind: "built-in", id: "fashion-mnist" } }, null);
  expect(useDocument.getState().data?.inputShape).toEqual([1, 28, 28]);
  openDocument(emptyProject(), null);
  expect(useDocument.getState().data).toBeNull();
  end();
});

test("an input that is added after the data set was chosen takes its shape, in the same step", () => {
  openDocument(emptyProject(), null);
  const end = followChosenData();
  chooseData({ kind: "built-in", id: "handwritten-digits" });
  const added = addLayer("input");
  const inputs = () => useDocument.getState().project.graph.nodes;
  expect(inputs()).toMatchObject([{ id: added, fields: { shape: [1, 20, 20] } }]);
  const dropped = dropLayer("input", { x: 100, y: 300 });
  expect(inputs()[1]).toMatchObject({ id: dropped, fields: { shape: [1, 20, 20] } });
  undo();
  undo();
  expect(inputs()).toEqual([]);
  end();
});
