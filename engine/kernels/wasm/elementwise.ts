import { hash3 } from "../../random.ts";
import type { ElementwiseFunction } from "../elementwise.ts";
import type { Kernels } from "../kernels.ts";
import { loopKernels } from "../loops.ts";
import { firstElement, from, lastElement, pointer, to, type WasmContext } from "./context.ts";

/** The functions that the module has, in its order; others run in plain loops. */
const activationCodes: Partial<Record<ElementwiseFunction, number>> = {
  relu: 0,
  leakyRelu: 1,
  elu: 2,
  sigmoid: 3,
  tanh: 4,
  softplus: 5,
  silu: 6,
  selu: 7,
  hardSigmoid: 8,
  softsign: 9,
  gelu: 10,
};

export function elementwiseKernels(
  context: WasmContext,
): Pick<
  Kernels,
  | "fill"
  | "copy"
  | "copyRows"
  | "sum"
  | "addTo"
  | "multiplyBy"
  | "scale"
  | "clamp"
  | "fromBytes"
  | "activation"
  | "activationBackward"
  | "dropout"
  | "dropoutBackward"
> {
  const { exports, team } = context;
  const dropout: Kernels["dropout"] = (x, y, rate, { seed, step, layer }) => {
    const threshold = Math.ceil(rate * 4294967296);
    const prefix = hash3(seed, step, layer);
    const scale = 1 / (1 - rate);
    exports.dropout(
      pointer(x),
      pointer(y),
      firstElement(context, y.size),
      lastElement(context, y.size),
      prefix,
      threshold,
      scale,
    );
    team.barrier();
  };
  return {
    fill(target, value) {
      const first = firstElement(context, target.size);
      exports.fill(pointer(target) + 4 * first, lastElement(context, target.size) - first, value);
      team.barrier();
    },

    sum(a, b, y, rectify = false) {
      const first = 4 * firstElement(context, y.size);
      const count = lastElement(context, y.size) - first / 4;
      exports.sum(pointer(a) + first, pointer(b) + first, pointer(y) + first, count, rectify);
      team.barrier();
    },

    addTo(source, target) {
      const first = firstElement(context, target.size);
      const count = lastElement(context, target.size) - first;
      exports.addTo(pointer(source) + 4 * first, pointer(target) + 4 * first, count);
      team.barrier();
    },

    multiplyBy(source, target) {
      const first = firstElement(context, target.size);
      const count = lastElement(context, target.size) - first;
      exports.multiplyBy(pointer(source) + 4 * first, pointer(target) + 4 * first, count);
      team.barrier();
    },

    scale(x, factor) {
      const first = firstElement(context, x.size);
      exports.scale(pointer(x) + 4 * first, lastElement(context, x.size) - first, factor);
      team.barrier();
    },

    clamp(x, limit) {
      const first = firstElement(context, x.size);
      exports.clamp(pointer(x) + 4 * first, lastElement(context, x.size) - first, limit);
      team.barrier();
    },

    fromBytes(x, scale, offset) {
      // Bytes and numbers share their memory: the work cannot be shared.
      if (team.index === 0) exports.fromBytes(pointer(x), x.size, scale, offset);
      team.barrier();
    },

    activation(name, alpha, x, y) {
      const code = activationCodes[name];
      const first = 4 * firstElement(context, y.size);
      const count = lastElement(context, y.size) - first / 4;
      if (code !== undefined) exports.activate(code, pointer(x) + first, pointer(y) + first, count, alpha);
      else if (team.index === 0) loopKernels.activation(name, alpha, x, y);
      team.barrier();
    },

    activationBackward(name, alpha, x, y, dy, dx) {
      const code = activationCodes[name];
      const first = 4 * firstElement(context, y.size);
      const count = lastElement(context, y.size) - first / 4;
      if (code !== undefined)
        exports.activateBackward(
          code,
          pointer(x) + first,
          pointer(y) + first,
          pointer(dy) + first,
          pointer(dx) + first,
          count,
          alpha,
        );
      else if (team.index === 0) loopKernels.activationBackward(name, alpha, x, y, dy, dx);
      team.barrier();
    },

    copy(source, target) {
      const first = firstElement(context, target.size);
      const count = lastElement(context, target.size) - first;
      exports.copy(pointer(source) + 4 * first, pointer(target) + 4 * first, count);
      team.barrier();
    },

    copyRows(source, target, { rows, length, sourceStart, sourceStride, targetStart, targetStride }) {
      exports.copyRows(
        pointer(source) + 4 * sourceStart,
        4 * sourceStride,
        pointer(target) + 4 * targetStart,
        4 * targetStride,
        length,
        from(context, rows),
        to(context, rows),
      );
      team.barrier();
    },

    dropout,
    dropoutBackward: dropout,
  };
}
