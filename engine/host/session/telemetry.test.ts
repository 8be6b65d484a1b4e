import { describe, expect, it } from "vitest";
import { generateDataset } from "../../data/generate.ts";
import type { WorkerEvent } from "../../protocol.ts";
import { data, endless, finishedHash, hashOf, project, watched } from "./watched-session.ts";

describe("telemetry", () => {
  it("is bounded however small the epochs are", async () => {
    const { session, events, next } = watched();
    const second = next((event) => event.event === "progress" && event.progress.epoch > 1500);
    const begun = performance.now();
    await session.start({ project: endless, until: "end" });
    await second;
    session.pause();
    const seconds = (performance.now() - begun) / 1000;
    const count = (name: WorkerEvent["event"]) => events.filter(({ event }) => event === name).length;
    // Ten a second, and one more each for the beginning and the end.
    const most = 10 * seconds + 3;
    expect(count("progress")).toBeLessThanOrEqual(most);
    expect(count("epochs")).toBeLessThanOrEqual(most);
    expect(count("state")).toBeLessThanOrEqual(most + 1);
    const epochs = events.flatMap((event) => (event.event === "epochs" ? event.results : []));
    expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, index) => index + 1));
    expect(epochs.length).toBeGreaterThanOrEqual(1500);
  });

  it("sends pictures again only after the last ones were shown", async () => {
    const { session, events, next } = watched();
    const pictures = () => events.filter(({ event }) => event === "pictures").length;
    const first = next(({ event }) => event === "pictures");
    await session.start({ project: endless, until: "end" });
    await first;
    for (let time = 0; time < 4; time++) await next(({ event }) => event === "progress");
    expect(pictures()).toBe(1);
    const second = next(({ event }) => event === "pictures");
    session.picturesShown();
    await second;
    expect(pictures()).toBe(2);
    session.setPictures({ enabled: false });
    session.picturesShown();
    for (let time = 0; time < 4; time++) await next(({ event }) => event === "progress");
    session.pause();
    expect(pictures()).toBe(2);
  });

  it("shows the probe that was chosen, and refuses one that is not there", async () => {
    const { session, events, state } = watched();
    const paused = state("paused");
    await session.start({ project, until: "batch" });
    await paused;
    const dataset = generateDataset(data);
    const shown = () =>
      events.flatMap((event) => (event.event === "pictures" ? [event.pictures.probe] : [])).at(-1);
    expect(session.chooseProbe({ index: 17 })).toEqual({ index: 17, label: dataset.labels[17] });
    expect(shown()).toMatchObject({ index: 17, label: dataset.labels[17] });
    expect(() => session.chooseProbe({ index: 300 })).toThrow("Blobs has no example 300.");
    expect(() => session.chooseProbe({ index: 1.5 })).toThrow("has no example 1.5.");
    session.setPictures({ enabled: true });
    session.picturesShown();
    const { index } = session.chooseProbe({});
    expect([...dataset.split.validation]).toContain(index);
    expect(shown()?.index).toBe(index);
  });

  it("shows what is tried in place of an example, in every picture and layer, until an example is chosen again", async () => {
    const { session, events, state } = watched();
    const paused = state("paused");
    await session.start({ project, until: "epoch" });
    await paused;
    const shown = () =>
      events.flatMap((event) => (event.event === "pictures" ? [event.pictures] : [])).at(-1);
    session.tryInput({ input: { kind: "numbers", values: [0.25, -1.5] } });
    expect(shown()).toMatchObject({ loss: null, probe: { index: null, label: null } });
    expect([...(shown()?.probe.values ?? [])]).toEqual([0.25, -1.5]);
    expect([...(session.lookAtLayer({ node: "Input" }).look?.values ?? [])]).toEqual([0.25, -1.5]);
    expect(() => session.tryInput({ input: { kind: "numbers", values: [1] } })).toThrow("2 finite numbers");
    expect(() => session.tryInput({ input: { kind: "numbers", values: [1, Number.NaN] } })).toThrow(
      "2 finite",
    );
    const goneOn = state("finished");
    session.resume({ until: "end" });
    // While it trains, however often something is tried: its pictures wait for their turn.
    const pictures = () => events.filter(({ event }) => event === "pictures").length;
    const before = pictures();
    for (let tries = 0; tries < 50; tries++)
      session.tryInput({ input: { kind: "numbers", values: [tries, 0] } });
    expect(pictures()).toBe(before);
    await goneOn;
    expect(shown()?.probe.index).toBeNull();
    session.picturesShown();
    session.chooseProbe({ index: 17 });
    expect(shown()?.probe.index).toBe(17);
    session.tryInput({ input: { kind: "numbers", values: [0, 0] } });
    session.tryInput({ input: null });
    expect(shown()?.probe.index).toBe(17);
  });

  it("uses a learning rate that is set while running, from the next batch on", async () => {
    const watching = watched();
    const { session, events, state } = watching;
    const paused = state("paused");
    await session.start({ project, until: "epoch" });
    await paused;
    session.setLearningRate({ learningRate: 0.001 });
    const finished = state("finished");
    session.resume({ until: "end" });
    await finished;
    const last = events.flatMap((event) => (event.event === "progress" ? [event.progress] : [])).at(-1);
    expect(last?.learningRate).toBe(0.001);
    expect(hashOf(watching)).not.toBe(await finishedHash(project));
  });
});
