import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { dataTrouble } from "../data/data-trouble.ts";
import { DelimitedReader, type TextRow } from "../data/delimited.ts";
import type { TableReference } from "../data/table-reference.ts";
import { type ReadTable, TableRows } from "../data/table-rows.ts";
import { Surveyor } from "../data/table-survey.ts";
import type { SurveyedTable } from "../protocol.ts";
import { TroubleError } from "../trouble.ts";
import { say } from "../words/say.ts";
import { reasonOf } from "./files.ts";
import { findOwnFile, refuseChanged } from "./own-file.ts";
import type { ReadOptions } from "./read-content.ts";

const pieceBytes = 1 << 18;

/**
 * Reads a table once to learn its columns and its content's hash; keeps none of its rows.
 * @throws TroubleError naming file, line and reason.
 */
export async function surveyTable(file: string, options: ReadOptions = {}): Promise<SurveyedTable> {
  const surveyor = new Surveyor(path.basename(file));
  const sha256 = await readRows(file, (row) => surveyor.add(row), options);
  return { ...surveyor.result(), sha256 };
}

/**
 * Reads the table that a project names, from the folder the project lies in.
 * @param folder null for a project that lies nowhere yet.
 * @throws TroubleError when the file is not there, is another one than the project was made with, or is malformed.
 */
export async function loadTable(
  reference: TableReference,
  folder: string | null,
  options: ReadOptions = {},
): Promise<ReadTable> {
  const file = await findOwnFile(reference.file, folder);
  const rows = new TableRows(reference);
  // A changed file may well be malformed for this reference: that it has changed is the thing to tell.
  let fault: unknown = null;
  const sha256 = await readRows(
    file,
    (row) => {
      if (fault) return;
      try {
        rows.add(row);
      } catch (error) {
        fault = error;
      }
    },
    options,
  );
  refuseChanged(reference.file, sha256, reference.sha256);
  if (fault) throw fault;
  return rows.result();
}

/** Streams a file's rows, a piece at a time. Gives the SHA-256 of its bytes. */
async function readRows(
  file: string,
  onRow: (row: TextRow) => void,
  { onProgress, signal }: ReadOptions,
): Promise<string> {
  const name = path.basename(file);
  const hash = createHash("sha256");
  const reader = new DelimitedReader(name, onRow);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let done = 0;
  let lines = 1;
  const decode = (piece: Uint8Array | null): string => {
    try {
      decoder ??= new TextDecoder(encodingOf(piece ?? new Uint8Array()), { fatal: true });
      const text = piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
      return text;
    } catch (error) {
      throw dataTrouble(
        say("{name}, line {line} or below", { name, line: lines }),
        say("It is not text in UTF-8 (or in UTF-16 with its mark)."),
        say('Save the table as "CSV UTF-8".'),
        error,
      );
    }
  };
  try {
    const { size } = await stat(file);
    for await (const piece of createReadStream(file, { highWaterMark: pieceBytes, signal })) {
      hash.update(piece);
      reader.push(decode(piece));
      done += piece.length;
      onProgress?.(done, size);
    }
    reader.push(decode(null));
    reader.end();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TroubleError) throw error;
    throw dataTrouble(
      say("{name} cannot be read", { name }),
      reasonOf(error),
      say("Choose another file."),
      error,
    );
  }
  return hash.digest("hex");
}

/** By the byte order mark; UTF-8 without one. */
function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  return start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : "utf-8";
}
