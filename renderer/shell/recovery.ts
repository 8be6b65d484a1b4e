import type { FoundDraft } from "../../app/contract/desktop.ts";
import { say } from "../../engine/words/say.ts";
import { formatWhen } from "../design/format.ts";
import { answerOf, desktopBridge } from "../desktop.ts";
import { openDocument, useDocument } from "../document/store.ts";
import { ask, mayLeaveDocument } from "./files.ts";
import { announce, askPerson, showTrouble, useShell } from "./store.ts";

/** So much work a crash may cost, in milliseconds. */
const every = 2000;

/** Keeps a copy of what is unsaved. Call once; returns the function that ends it. */
export function keepDrafts(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let wasRefused = false;
  const write = async () => {
    waiting = undefined;
    const { project, path, unsaved } = useDocument.getState();
    const bridge = desktopBridge();
    const answer = await answerOf(unsaved ? bridge.keepDraft({ project, path }) : bridge.dropDraft(null));
    // Told once: a full disk must not ask again at every stroke of a key.
    if (!answer.ok && !wasRefused)
      showTrouble({ ...answer.trouble, title: say("No copy of your changes is kept") });
    wasRefused = !answer.ok;
  };
  const end = useDocument.subscribe((now, before) => {
    // What was edited while an earlier state was saved lost its copy then: `saved` differs.
    const names = ["project", "saved", "unsaved", "path"] as const;
    if (names.every((name) => now[name] === before[name])) return;
    if (now.unsaved) waiting ??= setTimeout(() => void write(), every);
    else {
      clearTimeout(waiting);
      void write();
    }
  });
  return () => {
    end();
    clearTimeout(waiting);
  };
}

/** Offers what an app that did not end by itself has left behind. */
export async function offerDraft(): Promise<void> {
  const draft = await ask(desktopBridge().foundDraft(null));
  if (!draft) return;
  const answer = await askPerson({
    title: say("Layerlab ended before {name} was saved", { name: draft.name }),
    text: draftWords(draft, Date.now()),
    answers: [
      { value: "discard", label: say("Discard it") },
      { value: "later", label: say("Not now") },
      { value: "open", label: say("Open the copy") },
    ],
    first: "open",
    onEscape: "later",
  });
  if (answer === "discard") await ask(desktopBridge().discardDraft(null));
  if (answer !== "open" || !(await mayLeaveDocument())) return;
  const opened = await ask(desktopBridge().openDraft(null));
  if (!opened) return;
  openDocument(opened.project, opened.path, false);
  useShell.setState({ screen: "document", mode: "build", savedAt: null });
  announce(say("The copy of {name} is open. It is not saved yet.", { name: opened.project.name }));
}

/** What is in a copy: time, size and the file that it belongs to. */
export function draftWords({ layers, savedAt, path }: FoundDraft, now: number): string {
  const place = path === null ? say("It was never saved to a file.") : say("Its file is {path}.", { path });
  return say("A copy was kept {when}, with {count, plural, one {# layer} other {# layers}}. {place}", {
    when: formatWhen(savedAt, now),
    count: layers,
    place,
  });
}
