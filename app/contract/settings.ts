import type { AnyFieldValue, Fields, FieldValues } from "../../engine/layers/fields.ts";
import { mathsModes } from "../../engine/training/maths.ts";

/** What a person sets once for the whole app: it drives the dialog, its checks, the file and the defaults. */
export const settingFields = {
  language: {
    type: "choice",
    label: "Language",
    options: [
      { value: "system", label: "System" },
      { value: "en", label: "English" },
      { value: "fr", label: "Français" },
    ],
    default: "system",
    help: "The language of the window and how numbers are written. System follows what your computer uses.",
  },
  theme: {
    type: "choice",
    label: "Theme",
    options: [
      { value: "system", label: "System" },
      { value: "light", label: "Light" },
      { value: "dark", label: "Dark" },
    ],
    default: "system",
    help: "The colours of the window. System follows what your computer uses.",
  },
  textSize: {
    type: "choice",
    label: "Text size",
    options: [
      { value: "100", label: "100 %" },
      { value: "110", label: "110 %" },
      { value: "125", label: "125 %" },
      { value: "150", label: "150 %" },
      { value: "175", label: "175 %" },
      { value: "200", label: "200 %" },
    ],
    default: "100",
    help: "Enlarges the whole window. Panels that no longer fit beside the canvas fold away.",
  },
  letterKeys: {
    type: "toggle",
    label: "Single-letter keys",
    default: true,
    help: "Keys without Ctrl or Alt that add layers, find, connect, fit and train a step. Off, no stray letter changes anything.",
  },
  threads: {
    type: "integer",
    label: "Threads",
    minimum: 0,
    maximum: 256,
    default: 0,
    help: "How many compute the next run. Automatic keeps one core for this window; the results are the same on any number.",
  },
  maths: {
    type: "choice",
    label: "Maths of new projects",
    options: mathsModes.map(({ name, title }) => ({ value: name, label: title })),
    default: mathsModes[0].name,
    help: "Same bits gives the same weights on every computer; Fast is faster. Each project keeps its own choice.",
  },
  mapsRate: {
    type: "choice",
    label: "Pictures while training",
    options: [
      { value: "10", label: "10 a second" },
      { value: "5", label: "5 a second" },
      { value: "2", label: "2 a second" },
      { value: "1", label: "1 a second" },
    ],
    default: "10",
    help: "How often maps, bars and fields on the layers are drawn anew, at most. The trained weights do not depend on it.",
  },
} as const satisfies Fields;

/** `threads` 0 leaves the number to the engine. */
export type Settings = FieldValues<typeof settingFields>;
export type SettingName = keyof Settings;

export const settingNames = Object.keys(settingFields) as readonly SettingName[]; // keys() forgets the names

/** The settings of a first start. */
export const defaultSettings = Object.fromEntries(
  Object.entries(settingFields).map(([name, field]): [string, AnyFieldValue] => [name, field.default]),
) as Settings; // fromEntries forgets the names; each field holds a default of its own type
