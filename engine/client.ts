import type { WorkerCalls, WorkerEvent } from "./protocol.ts";
import { type Trouble, TroubleError, troubleOf } from "./trouble.ts";
import { say } from "./words/say.ts";

/*
 * Typed calls over a message port. The types of a call are those of WorkerCalls; nothing is typed twice.
 * A request carries a number, its answer the same number; events carry none.
 */

export type WorkerCallName = keyof WorkerCalls;
type RequestOf<Name extends WorkerCallName> = Parameters<WorkerCalls[Name]>;
type AnswerOf<Name extends WorkerCallName> = ReturnType<WorkerCalls[Name]>;

export interface WorkerRequest {
  readonly id: number;
  readonly call: WorkerCallName;
  readonly request: unknown;
}

export type WorkerMessage =
  | { readonly answerTo: number; readonly ok: true; readonly value: unknown }
  | { readonly answerTo: number; readonly ok: false; readonly trouble: Trouble }
  | WorkerEvent;

/** One end of a message channel, as a worker thread and its parent each hold one. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

export interface WorkerClient {
  /**
   * Asks the worker and waits for its answer.
   * @throws TroubleError with the worker's words, or with those given to `end`.
   */
  call<Name extends WorkerCallName>(name: Name, ...request: RequestOf<Name>): Promise<AnswerOf<Name>>;
  /** The worker is gone: whatever waits for an answer, and every later call, fails with these words. */
  end(trouble: Trouble): void;
}

/** The asking side. `onEvent` receives everything that is not an answer, in order. */
export function connectWorker(port: Port, onEvent: (event: WorkerEvent) => void): WorkerClient {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let ended: Trouble | null = null;

  port.onMessage((data) => {
    const message = data as WorkerMessage;
    if ("event" in message) return onEvent(message);
    const caller = waiting.get(message.answerTo);
    waiting.delete(message.answerTo);
    if (message.ok) caller?.resolve(message.value);
    else caller?.reject(new TroubleError(message.trouble));
  });

  return {
    call: <Name extends WorkerCallName>(name: Name, ...request: RequestOf<Name>) =>
      new Promise<AnswerOf<Name>>((resolve, reject) => {
        if (ended) return reject(new TroubleError(ended));
        lastId += 1;
        waiting.set(lastId, { resolve: (value) => resolve(value as AnswerOf<Name>), reject });
        const message: WorkerRequest = { id: lastId, call: name, request: request[0] ?? null };
        port.postMessage(message);
      }),
    end(trouble) {
      ended = trouble;
      for (const caller of waiting.values()) caller.reject(new TroubleError(trouble));
      waiting.clear();
    },
  };
}

/** What serves the calls: one function for each, synchronous or not. */
export type WorkerService = {
  readonly [Name in WorkerCallName]: (
    ...request: RequestOf<Name>
  ) => AnswerOf<Name> | Promise<AnswerOf<Name>>;
};

/** The answering side. What a call throws travels as Trouble; a message that is no request is ignored. */
export function serveWorker(port: Port, service: WorkerService): void {
  port.onMessage(async (data) => {
    const { id, call, request } = data as WorkerRequest;
    if (!Object.hasOwn(service, call)) return;
    const answer = service[call] as (request: unknown) => unknown;
    try {
      port.postMessage({ answerTo: id, ok: true, value: await answer(request) });
    } catch (error) {
      port.postMessage({
        answerTo: id,
        ok: false,
        trouble: troubleOf(error, say("The engine could not do that")),
      });
    }
  });
}
