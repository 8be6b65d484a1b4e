import { describe, expect, it } from "vitest";
import { openModel } from "../../export/model.ts";
import { dreamFields } from "../../inspect/seek-settings.ts";
import { loopKernels } from "../../kernels/loops.ts";
import { defaultValues } from "../../layers/fields.ts";
import { TroubleError } from "../../trouble.ts";
import { data, endless, generated, hashOf, project, watched } from "./watched-session.ts";

describe("import", () => {
  describe("of a model whose data are missing", () => {
    const trouble = { title: "blobs.csv has moved or is gone", reason: "It is not there.", next: "Find it." };
    async function imported() {
      const source = watched();
      const finished = source.state("finished");
      await source.session.start({ project, until: "end" });
      await finished;
      const { text, weightsHash } = source.session.exportModel();
      let isThere = false;
      const target = watched((reference) =>
        isThere ? generated(reference) : Promise.reject(new TroubleError(trouble)),
      );
      const model = await target.session.importModel({ text });
      return { target, model, weightsHash, find: () => (isThere = true) };
    }
    const probes = ({ events }: ReturnType<typeof watched>) =>
      events.flatMap((event) => (event.event === "pictures" ? [event.pictures.probe] : []));

    it("has the trained weights, and shows what a test vector gives", async () => {
      const { target, model, weightsHash } = await imported();
      expect(model).toMatchObject({
        parameters: 51,
        verified: 4,
        missing: { trouble, card: { name: "Blobs" } },
      });
      expect(target.states().at(-1)).toBe("stopped");
      // Exported again, it is proven by the same test vectors.
      expect(openModel(target.session.exportModel().text, loopKernels)).toMatchObject({
        testVectors: 4,
        verified: 4,
      });
      expect(hashOf(target)).toBe(weightsHash);
      const [first] = probes(target);
      expect(first).toMatchObject({ index: null, label: null, targets: null });
      target.session.chooseProbe({});
      expect(probes(target).at(-1)?.values).not.toEqual(first?.values);
    });

    it("can be looked into and tried", async () => {
      const { target } = await imported();
      const { session } = target;
      session.tryInput({ input: { kind: "numbers", values: [0.25, -0.5] } });
      expect([...(probes(target).at(-1)?.values ?? [])]).toEqual([0.25, -0.5]);
      session.tryInput({ input: null });
      expect(probes(target).at(-1)).toEqual(probes(target)[0]);
      const [, dense = ""] = project.graph.nodes.map(({ id }) => id);
      expect(session.lookAtLayer({ node: dense }).look?.node).toBe(dense);
      expect(session.lookAtWeights()).toMatchObject({ seconds: expect.any(Number) });
      const found = await session.dream({ node: dense, unit: 0, settings: defaultValues(dreamFields) });
      expect(found?.values.every(Number.isFinite)).toBe(true);
    });

    it("refuses, by name, what needs the data, and keeps its weights", async () => {
      const { target, weightsHash } = await imported();
      const { session } = target;
      const words = "blobs.csv has moved or is gone";
      for (const call of [
        () => session.resume({ until: "end" }),
        () => session.extend({ epochs: 1 }),
        () => session.lookAtActivity(),
      ])
        expect(call).toThrow(words);
      for (const call of [
        () => session.start({ project, until: "end" }),
        () => session.judge({ part: "test" }),
        () => session.strongestInputs({ node: "x", unit: 0, part: "test" }),
        () => session.giveData({ data }),
      ])
        await expect(call()).rejects.toThrow(words);
      expect(hashOf(target)).toBe(weightsHash);
      expect(target.states().at(-1)).toBe("stopped");
    });

    it("goes on with its data when they are found", async () => {
      const { target, weightsHash, find } = await imported();
      find();
      await target.session.giveData({ data });
      expect(hashOf(target)).toBe(weightsHash);
      expect(probes(target).at(-1)?.index).not.toBeNull();
      expect(await target.session.judge({ part: "test" })).not.toBeNull();
      const paused = target.state("paused");
      target.session.resume({ until: "batch" });
      await paused;
      expect(hashOf(target)).not.toBe(weightsHash);
    });
  });

  it("names its own data from where the model comes to lie", async () => {
    const flowers = {
      kind: "table",
      file: "data/flowers.csv",
      sha256: "0".repeat(64),
      header: true,
      columns: [
        { use: "number", name: "length" },
        { use: "number", name: "width" },
        { use: "target", name: "kind", values: ["a", "b", "c"] },
      ],
      missing: "drop",
      malformed: "stop",
    } as const;
    const { session, state } = watched();
    const finished = state("finished");
    await session.start({ project: { ...project, data: flowers }, folder: "/work/nets", until: "end" });
    await finished;
    const dataIn = (text: string) => openModel(text, loopKernels).project.data;
    expect(dataIn(session.exportModel({ folder: "/work/models" }).text)).toMatchObject({
      file: "../nets/data/flowers.csv",
    });
    expect(dataIn(session.exportModel().text)).toEqual(flowers);
  });

  it("gives back the exported network bit for bit, and stops a run that is under way", async () => {
    const source = watched();
    const finished = source.state("finished");
    await source.session.start({ project, until: "end" });
    await finished;
    const { text, weightsHash } = source.session.exportModel();

    const target = watched();
    await target.session.start({ project: endless, until: "end" });
    expect(await target.session.importModel({ text })).toMatchObject({ verified: 4, parameters: 51 });
    expect(target.states().at(-1)).toBe("stopped");
    expect(target.session.exportModel().weightsHash).toBe(weightsHash);
    const paused = target.state("paused");
    expect(target.session.resume({ until: "batch" })).toMatch(/training|paused/);
    await paused;
    expect(target.session.exportModel().weightsHash).not.toBe(weightsHash);
  });
});
