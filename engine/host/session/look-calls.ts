import type { WorkerService } from "../../client.ts";
import { gather } from "../../data/batches.ts";
import { examplesOf } from "../../data/split.ts";
import { lookAtActivity } from "../../inspect/activity.ts";
import { Explainer } from "../../inspect/explain.ts";
import { type Projection, projectLayer } from "../../inspect/hidden-space.ts";
import { judge } from "../../inspect/judgement.ts";
import { lookAtLayer } from "../../inspect/layer-look.ts";
import { lookUnder } from "../../inspect/microscope.ts";
import { triedValues } from "../../inspect/tried.ts";
import { lookAtWeights } from "../../inspect/weight-counts.ts";
import type {
  ActivityLook,
  CellLook,
  Cursor,
  Examples,
  Explanation,
  HiddenSpace,
  Judgement,
  LayerLook,
  OfWeights,
  ProbeChoice,
  RunState,
  Timed,
  TriedInput,
  WeightLook,
} from "../../protocol.ts";
import { Random } from "../../random.ts";
import { sizeOf } from "../../tensor.ts";
import type { Trainer } from "../../training/trainer.ts";
import type { RunControl } from "./control.ts";
import { copiedRun } from "./copied-run.ts";

/** The calls that look into a run: pictures of a probe, and long looks at all examples while it rests. */
export function lookCalls(control: RunControl) {
  const probeChoices = Random.fromSeed(0, 77);
  const explainers = new WeakMap<Trainer, Explainer>();
  /** With what the look took, so that whoever asks again can keep its share of the run's time small. */
  const timed = <Look extends object>(look: () => Look): Timed<Look> => {
    const begin = control.parts.clock();
    const seen = look();
    return { ...seen, seconds: control.parts.clock() - begin };
  };
  /** The resting run; of one that trains a copy, so that a long look is of one and the same network. */
  const still = () => {
    const updates = control.needRun().trainer.memory.step;
    const { memory, dataset } = control.isLooping ? copiedRun(control, null) : control.needResting().trainer;
    return { memory, dataset, updates };
  };
  const showProbe = () => {
    control.telemetry.viewerIsReady();
    if (!control.isLooping) control.sendPictures();
  };
  return {
    chooseProbe: ({ index }: { readonly index?: number }): ProbeChoice => {
      const { trainer, missing } = control.needRun();
      const { dataset } = trainer;
      if (missing) {
        const place = missing.examples.indexOf(control.tried ?? new Float32Array());
        control.tried = missing.examples[(place + 1) % missing.examples.length] ?? null;
        showProbe();
        return { index: 0, label: null };
      }
      const examples = examplesOf(dataset, "validation");
      const chosen = index ?? examples[probeChoices.integerBelow(examples.length)] ?? 0;
      const label = dataset.labels[chosen];
      if (label === undefined) throw new RangeError(`${dataset.name} has no example ${chosen}.`);
      control.probe = chosen;
      control.tried = null;
      showProbe();
      return { index: chosen, label: dataset.targets ? null : label };
    },

    tryInput: ({ input }: { readonly input: TriedInput | null }): RunState => {
      const { trainer, missing } = control.needRun();
      control.tried = input ? triedValues(trainer.dataset, input) : (missing?.examples[0] ?? null);
      showProbe();
      return control.state;
    },

    setPictures: ({ enabled }: { readonly enabled: boolean }): RunState => {
      control.telemetry.enablePictures(enabled);
      if (enabled && control.run && !control.isLooping) control.sendPictures();
      return control.state;
    },

    picturesShown: (): RunState => {
      control.telemetry.viewerIsReady();
      return control.state;
    },

    judge: async ({
      part,
    }: {
      readonly part: "validation" | "test";
    }): Promise<OfWeights<Judgement> | null> => {
      const { memory, dataset, updates } = still();
      const total = examplesOf(dataset, part).length;
      const found = await control.look(judge(memory, dataset, part), (done) => ({
        event: "judging",
        done,
        total,
      }));
      return found && { ...found, updates };
    },

    projectLayer: async (projection: Projection): Promise<OfWeights<HiddenSpace> | null> => {
      const { memory, dataset, updates } = still();
      const found = await control.look(projectLayer(memory, dataset, projection), (share) => ({
        event: "judging",
        done: Math.round(100 * share),
        total: 100,
      }));
      return found && { ...found, updates };
    },

    cancelJudgement: (): RunState => {
      control.endLook();
      return control.state;
    },

    examples: ({ indices }: { readonly indices: readonly number[] }): Examples => {
      const { dataset } = control.needData().trainer;
      const unknown = indices.find((index) => dataset.labels[index] === undefined);
      if (unknown !== undefined) throw new RangeError(`${dataset.name} has no example ${unknown}.`);
      const values = new Float32Array(indices.length * sizeOf(dataset.inputShape));
      const labels = new Uint8Array(indices.length);
      gather(dataset, Uint32Array.from(indices), 0, indices.length, values, 0, labels);
      return { shape: dataset.inputShape, values, labels };
    },

    lookAtCell: ({ node, cursor }: { readonly node: string; readonly cursor: Cursor }) =>
      timed((): { readonly cell: CellLook | null } => ({
        cell: lookUnder(control.probed().trainer.memory, node, cursor),
      })),

    explain: ({
      node,
      label,
    }: {
      readonly node: string;
      readonly label: number | null;
    }): Timed<Explanation> =>
      timed(() => {
        const { project, trainer } = control.probed();
        const { memory } = trainer;
        const known = explainers.get(trainer);
        const explainer = known ?? new Explainer(memory, project.training, control.parts.newKernels());
        explainers.set(trainer, explainer);
        return explainer.explain(memory, { node, label });
      }),

    lookAtLayer: ({ node, cursor }: { readonly node: string; readonly cursor?: Cursor }) =>
      timed((): { readonly look: LayerLook | null; readonly cell: CellLook | null } => {
        const { memory } = control.probed().trainer;
        return {
          look: lookAtLayer(memory, node),
          cell: cursor ? lookUnder(memory, node, cursor) : null,
        };
      }),

    lookAtWeights: (): WeightLook => timed(() => lookAtWeights(control.needRun().trainer.memory)),

    lookAtActivity: (): ActivityLook => {
      const { memory, dataset } = control.needData().trainer;
      return timed(() => lookAtActivity(memory, dataset));
    },
  } satisfies Partial<WorkerService>;
}
