import type { WorkerService } from "../client.ts";
import { setWords, type Words } from "../words/say.ts";
import { RunControl, type SessionParts } from "./session/control.ts";
import { dataCalls } from "./session/data-calls.ts";
import { lookCalls } from "./session/look-calls.ts";
import { modelCalls } from "./session/model-calls.ts";
import { runCalls } from "./session/run-calls.ts";
import { seekCalls } from "./session/seek-calls.ts";

/** All that one worker can be asked, about one run at a time. Calls are answered between batches. */
export function newSession(parts: SessionParts) {
  const control = new RunControl(parts);
  return {
    speak(words: Words) {
      setWords(words);
      return control.state;
    },
    ...dataCalls(control),
    ...runCalls(control),
    ...lookCalls(control),
    ...seekCalls(control),
    ...modelCalls(control),
  } satisfies WorkerService;
}
