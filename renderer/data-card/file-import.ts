import { create } from "zustand";
import type { Trouble } from "../../app/contract/desktop.ts";
import { type DatasetReference, ownHashes, withOwnFiles } from "../../engine/data/dataset.ts";
import type { FoundData, WorkerEvent } from "../../engine/protocol.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { onTraining } from "../worker-events.ts";
import { chooseData } from "./cards.ts";
import { choosePictures } from "./picture-import.ts";
import { chooseColumns } from "./table-import.ts";

export type ImportProgress = Omit<Extract<WorkerEvent, { event: "importing" }>, "event">;

interface FileImport {
  /** The import under way; one that is not this one was cancelled. */
  readonly turn: object | null;
  /** Null until an import takes long enough to be worth words. */
  readonly progress: ImportProgress | null;
  readonly trouble: Trouble | null;
}

const none: FileImport = { turn: null, progress: null, trouble: null };

/** The file that is being imported, one at a time. */
export const useFileImport = create<FileImport>()(() => none);

/** Looks through a file or folder; what is left to choose is chosen in a dialog then. */
export async function importData(
  from: { readonly path: string } | { readonly ask: "file" | "folder" },
  known: (found: FoundData) => DatasetReference | null = () => null,
): Promise<void> {
  const turn = begin();
  const answer = await answerOf(desktopBridge().importData(from));
  if (useFileImport.getState().turn !== turn) return;
  if (!answer.ok) refuse(answer.trouble);
  else if (!answer.value) endImport();
  else {
    const data = known(answer.value);
    const found: FoundData = data ? { found: "ready", data } : answer.value;
    await take[found.found](found as never);
  }
}

/**
 * Asks where the project's own data lies now. Found with the content that the project was made with, everything that was
 * chosen for it stays; other content is imported anew.
 */
export async function findData(missing: DatasetReference): Promise<void> {
  const isFolder = missing.kind === "picture-folder" && !/\.zip$/i.test(missing.file);
  await importData({ ask: isFolder ? "folder" : "file" }, (found) => relocated(missing, found));
}

/** The reference with its files where they were found; null when their content is another one. */
export function relocated(missing: DatasetReference, found: FoundData): DatasetReference | null {
  const places = {
    table: ({ table }) => [table],
    pictures: ({ pictures }) => [pictures],
    ready: ({ data }) => (data.kind === "pictures" ? data.files : []),
  } satisfies Finds<readonly { readonly file: string; readonly sha256: string }[]>;
  const files = places[found.found](found as never);
  const hashes = ownHashes(missing);
  const isSame = hashes.length === files.length && hashes.every((hash, at) => hash === files[at]?.sha256);
  let at = 0;
  return isSame ? withOwnFiles(missing, (file) => files[at++]?.file ?? file) : null;
}

/** Something for each kind of find. */
type Finds<Result> = {
  readonly [Found in FoundData["found"]]: (found: Extract<FoundData, { readonly found: Found }>) => Result;
};

/** What becomes of each kind of find. */
const take: Finds<void | Promise<void>> = {
  table: ({ table }) => {
    endImport();
    chooseColumns(table);
  },
  pictures: ({ pictures }) => {
    endImport();
    choosePictures(pictures);
  },
  ready: async ({ data }) => {
    const trouble = await readImport(data);
    if (trouble) refuse(trouble);
  },
};

/** Reads data as it was chosen; it becomes the project's when that succeeds. Gives the trouble otherwise. */
export async function readImport(data: DatasetReference): Promise<Trouble | null> {
  const turn = begin();
  const answer = await answerOf(desktopBridge().readImport({ data }));
  if (useFileImport.getState().turn !== turn) return null;
  endImport();
  if (!answer.ok) return answer.trouble;
  if (answer.value) chooseData(data);
  return null;
}

function begin(): object {
  const turn = {};
  useFileImport.setState({ ...none, turn });
  return turn;
}

export function endImport(): void {
  useFileImport.setState(none);
}

export function cancelImport(): void {
  if (useFileImport.getState().turn) void answerOf(desktopBridge().cancelImport(null));
  endImport();
}

function refuse(trouble: Trouble): void {
  useFileImport.setState({ ...none, trouble });
}

/** Hears how far imports are. Call once; returns how to end it. */
export function followImports(): () => void {
  return onTraining((event) => {
    if (event.event !== "importing") return;
    const { event: _name, ...progress } = event;
    if (useFileImport.getState().turn) useFileImport.setState({ progress });
  });
}
