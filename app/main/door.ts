import type { z } from "zod";
import { TroubleError, troubleOf } from "../../engine/trouble.ts";
import { say } from "../../engine/words/say.ts";
import type { DesktopCallName, DesktopCalls } from "../contract/calls.ts";
import type { Answer } from "../contract/desktop.ts";
import { isAppUrl } from "./files.ts";

/** One call: the schema its argument must pass, and what answers it. `Sender` is the window that asks. */
export interface Call<Name extends DesktopCallName, Sender> {
  readonly schema: z.ZodType<Parameters<DesktopCalls[Name]>[0]>;
  readonly handle: (
    request: Parameters<DesktopCalls[Name]>[0],
    sender: Sender,
  ) => ReturnType<DesktopCalls[Name]> | Promise<ReturnType<DesktopCalls[Name]>>;
}

/** Some of the window's calls; each concern of the main process brings its own. */
export type Calls<Sender> = { readonly [Name in DesktopCallName]?: Call<Name, Sender> };

/** Who asks, as far as the door must know. */
export interface Caller {
  /** The address of the frame that asks; undefined when the frame is gone. */
  readonly url: string | undefined;
  readonly isMainFrame: boolean;
}

/** The calls of all concerns in one table. Throws when two concerns answer the same call. */
export function joinCalls<Sender>(parts: readonly Calls<Sender>[]): ReadonlyMap<string, AnyCall<Sender>> {
  const table = new Map<string, AnyCall<Sender>>();
  for (const part of parts) {
    for (const [name, call] of Object.entries(part)) {
      if (table.has(name)) throw new Error(`two parts of the main process answer "${name}"`);
      table.set(name, toAnyCall(call));
    }
  }
  return table;
}

/**
 * Answers one call: the caller and the argument are checked, then the handler runs. Every failure becomes a
 * value in words (a handler throws a TroubleError to choose them); what nobody foresaw goes to `report` with
 * its stack, and to the window without it.
 */
export async function answerCall<Sender>(
  table: ReadonlyMap<string, AnyCall<Sender>>,
  caller: Caller,
  sender: Sender,
  name: unknown,
  request: unknown,
  report: (error: unknown) => void,
): Promise<Answer<unknown>> {
  if (!caller.isMainFrame || caller.url === undefined || !isAppUrl(caller.url)) {
    return refused(
      say("This request was refused"),
      say("It does not come from the Layerlab window."),
      say("Close this page."),
    );
  }
  const call = typeof name === "string" ? table.get(name) : undefined;
  if (call === undefined) {
    return refused(
      say("This is not available"),
      say('There is no call "{name}".', { name: String(name) }),
      say("Update Layerlab."),
    );
  }
  try {
    return await call(request, sender);
  } catch (error) {
    if (!(error instanceof TroubleError)) report(error);
    return { ok: false, trouble: troubleOf(error, say("Something in Layerlab failed")) };
  }
}

/** A call whose argument's type is settled by its schema, so that all calls fit in one table. */
type AnyCall<Sender> = (request: unknown, sender: Sender) => Promise<Answer<unknown>>;

function toAnyCall<Name extends DesktopCallName, Sender>(call: Call<Name, Sender>): AnyCall<Sender> {
  return async (request, sender) => {
    const parsed = call.schema.safeParse(request);
    if (parsed.success) return { ok: true, value: await call.handle(parsed.data, sender) };
    const issue = parsed.error.issues[0];
    const place = issue === undefined || issue.path.length === 0 ? say("the request") : issue.path.join(".");
    return refused(
      say("This request was not understood"),
      `${place}: ${issue?.message}`,
      say("Start Layerlab again."),
    );
  };
}

function refused(title: string, reason: string, next: string): Answer<never> {
  return { ok: false, trouble: { title, reason, next } };
}
