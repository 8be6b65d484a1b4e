import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import type { z } from "zod";
import { readText, writeWhole } from "../../engine/host/files.ts";

const maximumBytes = 1_000_000;

export interface KeptValuesParts<Values extends object> {
  readonly file: string;
  /** Of each value on its own: one that is damaged takes no other with it. */
  readonly schemas: { readonly [Name in keyof Values]: z.ZodType<Values[Name]> };
  readonly defaults: Values;
}

/**
 * A small file of named values that outlives the app. What does not pass its schema counts as not set; it stays in
 * the file, as does what another version of the app wrote there, until it is set anew. A file that cannot be read at all
 * is put aside as `<file>.damaged`.
 */
export class KeptValues<Values extends object> {
  private readonly parts: KeptValuesParts<Values>;
  private content: Readonly<Record<string, unknown>> = {};
  private current: Values;
  private writing: Promise<void> = Promise.resolve();

  constructor(parts: KeptValuesParts<Values>) {
    this.parts = parts;
    this.current = parts.defaults;
  }

  get values(): Values {
    return this.current;
  }

  /** Reads the file. Call once, before the values are asked for. */
  async load(): Promise<Values> {
    const { file } = this.parts;
    if (!existsSync(file)) return this.current;
    try {
      const content: unknown = JSON.parse(await readText(file, "settings", maximumBytes));
      if (typeof content !== "object" || content === null || Array.isArray(content))
        throw new Error(`${file} holds no named values.`);
      this.content = { ...content };
      this.current = this.checked();
    } catch (error) {
      console.error(error);
      await rename(file, `${file}.damaged`).catch(console.error);
    }
    return this.current;
  }

  /** Sets some values; they count at once. Answers when they are on the disk. @throws TroubleError in words. */
  set(values: Partial<Values>): Promise<void> {
    this.current = { ...this.current, ...values };
    this.content = { ...this.content, ...values };
    const text = `${JSON.stringify(this.content, null, 2)}\n`;
    // One after the other: the last one set is the one that stays.
    this.writing = this.writing.catch(() => {}).then(() => writeWhole(this.parts.file, text));
    return this.writing;
  }

  /** Answers when what was set is on the disk, or could not be written. */
  settle(): Promise<void> {
    return this.writing.catch(() => {});
  }

  private checked(): Values {
    const { schemas, defaults } = this.parts;
    const values = { ...defaults };
    for (const name of Object.keys(schemas) as (keyof Values & string)[]) {
      const parsed = Object.hasOwn(this.content, name) ? schemas[name].safeParse(this.content[name]) : null;
      if (parsed?.success) values[name] = parsed.data;
    }
    return values;
  }
}
