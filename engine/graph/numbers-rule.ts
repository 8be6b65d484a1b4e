import type { NumbersField } from "../layers/fields.ts";
import { layerKind } from "../layers/registry.ts";
import type { GraphNode } from "./graph.ts";
import type { Fix, Problem } from "./problem.ts";
import type { Rule } from "./rule.ts";

/** Typed numbers that do not fill their blocks, such as seven numbers for kernels of 3×3. */
export const numbersRule: Rule = ({ graph }) =>
  graph.nodes.flatMap((node) =>
    Object.entries(layerKind(node.kind).fields).flatMap(([name, field]) => {
      const { visibleWhen } = field;
      const applies = !visibleWhen || node.fields[visibleWhen.field] === visibleWhen.equals;
      return field.type === "numbers" && applies ? problemOf(node, name, field) : [];
    }),
  );

function problemOf(node: GraphNode, name: string, field: NumbersField): readonly Problem[] {
  const typed = node.fields[name];
  const numbers = typeof typed === "object" ? typed : [];
  const block = field.blockLength(node.fields);
  const over = numbers.length % block;
  if (over === 0) return [];
  const whole = numbers.length - over;
  const missing = block - over;
  const set = (label: string, values: readonly number[]): Fix => ({
    label,
    edits: [{ edit: "set-fields", id: node.id, values: { [name]: values } }],
  });
  const row = field.rowLength(node.fields);
  const count = `${numbers.length} ${numbers.length === 1 ? "number is" : "numbers are"}`;
  return [
    {
      severity: "error",
      code: "numbers-missing",
      node: node.id,
      causes: [],
      field: name,
      title: `${node.name} needs ${missing} more ${missing === 1 ? "number" : "numbers"} for its kernels`,
      explanation: `A kernel has ${block / row}×${row} = ${block} numbers, and ${count} typed${whole > 0 ? `: ${whole / block} × ${block} + ${over}` : ""}.`,
      formula: String.raw`${numbers.length} = ${whole / block} \cdot ${block} + ${over}`,
      fixes: [
        ...(numbers.length + missing <= field.most
          ? [
              set(`Fill up with ${missing === 1 ? "a zero" : `${missing} zeros`}`, [
                ...numbers,
                ...Array.from({ length: missing }, () => 0),
              ]),
            ]
          : []),
        ...(whole > 0 ? [set(`Leave out the last ${over}`, numbers.slice(0, whole))] : []),
      ],
    },
  ];
}
