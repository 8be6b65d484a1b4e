import type { AnyFieldValues, ArrivingShapes, NumbersField } from "../layers/fields.ts";
import { layerKind } from "../layers/registry.ts";
import { say, translate } from "../words/say.ts";
import type { GraphNode } from "./graph.ts";
import type { Fix, Problem } from "./problem.ts";
import type { Rule } from "./rule.ts";

/** Typed numbers that do not fill their blocks or their table, such as seven numbers for kernels of 3×3. */
export const numbersRule: Rule = ({ graph, shapes }) =>
  graph.nodes.flatMap((node) =>
    Object.entries(layerKind(node.kind).fields).flatMap(([name, field]) => {
      const { visibleWhen } = field;
      const applies = !visibleWhen || node.fields[visibleWhen.field] === visibleWhen.equals;
      if (field.type !== "numbers" || !applies) return [];
      return problemOf(node, name, field, shapes.nodes[node.id]?.inputs ?? []);
    }),
  );

function problemOf(
  node: GraphNode,
  name: string,
  field: NumbersField,
  inputs: ArrivingShapes,
): readonly Problem[] {
  const typed = node.fields[name];
  const numbers = typeof typed === "object" ? typed : [];
  const block = field.blockLength(node.fields, inputs);
  if (block === null || numbers.length === 0) return [];
  const size = { row: field.rowLength(node.fields, inputs), block };
  const told = { node, name, field, numbers, ...size };
  if (field.table) return numbers.length === block ? [] : [tableProblem(told, field.table)];
  return numbers.length % block === 0 ? [] : [blocksProblem(told)];
}

interface Told {
  readonly node: GraphNode;
  readonly name: string;
  readonly field: NumbersField;
  readonly numbers: readonly number[];
  readonly row: number;
  readonly block: number;
}

function atNode({ node, name }: Told) {
  return { severity: "error", code: "numbers-missing", node: node.id, causes: [], field: name } as const;
}

function setFields(node: GraphNode, label: string, values: AnyFieldValues): Fix {
  return { label, edits: [{ edit: "set-fields", id: node.id, values }] };
}

function blocksProblem(told: Told): Problem {
  const { node, name, field, numbers, row, block } = told;
  const over = numbers.length % block;
  const whole = numbers.length - over;
  const missing = block - over;
  const set = (label: string, values: readonly number[]) => setFields(node, label, { [name]: values });
  return {
    ...atNode(told),
    title: say(
      "{name} needs {missing} more {missing, plural, one {number} other {numbers}} for its kernels",
      { name: node.name, missing },
    ),
    explanation: say(
      "A kernel has {rows}×{row} = {block} numbers, and {typed} {typed, plural, one {number is} other {numbers are}} typed{whole, plural, =0 {} other {: {whole} × {block} + {over}}}.",
      {
        rows: block / row,
        row,
        block,
        typed: numbers.length,
        whole: whole / block,
        over,
      },
    ),
    formula: String.raw`${numbers.length} = ${whole / block} \cdot ${block} + ${over}`,
    fixes: [
      ...(numbers.length + missing <= field.most
        ? [
            set(say("Fill up with {missing, plural, one {a zero} other {{missing} zeros}}", { missing }), [
              ...numbers,
              ...Array.from({ length: missing }, () => 0),
            ]),
          ]
        : []),
      ...(whole > 0 ? [set(say("Leave out the last {over}", { over }), numbers.slice(0, whole))] : []),
    ],
  };
}

function tableProblem(told: Told, { of, layout }: NonNullable<NumbersField["table"]>): Problem {
  const { node, name, field, numbers, row, block } = told;
  const rows = block / row;
  const size = rows === 1 ? `${row}` : `${rows}×${row}`;
  const sum = rows === 1 ? size : `${size} = ${block}`;
  const fits = block <= field.most;
  return {
    ...atNode(told),
    title: fits
      ? say("{name} needs {block} typed {of, select, weights {weights} other {biases}}, not {numbers}", {
          name: node.name,
          block,
          of,
          numbers: numbers.length,
        })
      : say("{name} has more {of, select, weights {weights} other {biases}} than can be typed", {
          name: node.name,
          of,
        }),
    explanation: fits
      ? say(
          "Its {of, select, weights {weights} other {biases}} are {sum} {block, plural, one {number} other {numbers}}, {layout}, and {typed} {typed, plural, one {number is} other {numbers are}} typed.",
          { of, sum, block, layout: translate(layout), typed: numbers.length },
        )
      : say(
          "Its {of, select, weights {weights} other {biases}} are {sum} numbers, {layout}, and {most} can be typed at the most.",
          {
            of,
            sum,
            layout: translate(layout),
            most: field.most,
          },
        ),
    formula: String.raw`${rows} \cdot ${row} = ${block} ${fits ? String.raw`\ne ${numbers.length}` : `> ${field.most}`}`,
    fixes: [
      ...(fits
        ? [setFields(node, say("Fit the numbers to {size}", { size }), { [name]: fitted(told, rows) })]
        : []),
      setFields(node, say("Leave the table empty"), { [name]: [] }),
    ],
  };
}

/** The corner of the typed table that the new one has too, zeros around it. */
function fitted({ numbers, row, block }: Told, rows: number): readonly number[] {
  const keepsRows = numbers.length % row !== 0 && numbers.length % rows === 0;
  const before = keepsRows ? numbers.length / rows : row;
  return Array.from({ length: block }, (_, at) => {
    const column = at % row;
    return column < before ? (numbers[Math.floor(at / row) * before + column] ?? 0) : 0;
  });
}
