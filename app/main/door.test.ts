import { expect, test, vi } from "vitest";
import { z } from "zod";
import { TroubleError } from "../../engine/trouble.ts";
import { answerCall, type Caller, type Calls, joinCalls } from "./door.ts";

const themeCalls = {
  changeSettings: {
    schema: z.strictObject({ theme: z.enum(["system", "light", "dark"]) }),
    handle: () => null,
  },
} satisfies Calls<string>;

const lab: Caller = { url: "app://layerlab/index.html", isMainFrame: true };

function ask(calls: Calls<string>, name: unknown, request: unknown, caller = lab, report = vi.fn()) {
  return answerCall(joinCalls([calls]), caller, "window 1", name, request, report);
}

test("a call with a good argument reaches its handler with the sender, and its result comes back", async () => {
  const handle = vi.fn(() => ({ path: "/home/ada/net.json" }));
  const calls: Calls<string> = {
    exportModel: { schema: z.looseObject({}), handle: () => ({ ...handle(), weightsHash: "ab" }) },
  };
  expect(await ask(calls, "exportModel", {})).toEqual({
    ok: true,
    value: { path: "/home/ada/net.json", weightsHash: "ab" },
  });
  expect(handle).toHaveBeenCalledOnce();
});

test.each([
  [{ theme: "pink" }, /^theme: /],
  [{ theme: "dark", more: 1 }, /more/],
  [null, /^the request: /],
  ["dark", /^the request: /],
])("the argument %j does not pass", async (request, reason) => {
  const handle = vi.fn(() => null);
  const answer = await ask(
    { changeSettings: { ...themeCalls.changeSettings, handle } },
    "changeSettings",
    request,
  );
  expect(answer).toMatchObject({ ok: false, trouble: { reason: expect.stringMatching(reason) } });
  expect(handle).not.toHaveBeenCalled();
});

test.each<Caller>([
  { url: "https://example.com/", isMainFrame: true },
  { url: "app://layerlab.example/", isMainFrame: true },
  { url: undefined, isMainFrame: true },
  { url: "app://layerlab/index.html", isMainFrame: false },
])("a caller at %j is refused", async (caller) => {
  const handle = vi.fn(() => null);
  const answer = await ask(
    { changeSettings: { ...themeCalls.changeSettings, handle } },
    "changeSettings",
    { theme: "dark" },
    caller,
  );
  expect(answer).toMatchObject({ ok: false, trouble: { title: "This request was refused" } });
  expect(handle).not.toHaveBeenCalled();
});

test.each(["toString", "__proto__", "nothing", 7, undefined])("there is no call %s", async (name) => {
  expect(await ask(themeCalls, name, null)).toMatchObject({
    ok: false,
    trouble: { title: "This is not available" },
  });
});

test("a trouble that the handler explains is passed on in its words", async () => {
  const trouble = { title: "The file was not opened", reason: "It is empty.", next: "Choose another." };
  const report = vi.fn();
  const calls: Calls<string> = {
    changeSettings: {
      ...themeCalls.changeSettings,
      handle: () => {
        throw new TroubleError(trouble);
      },
    },
  };
  expect(await ask(calls, "changeSettings", { theme: "dark" }, lab, report)).toEqual({ ok: false, trouble });
  expect(report).not.toHaveBeenCalled();
});

test("an unforeseen failure is reported with its stack and answered without it", async () => {
  const failure = new Error("disk gone");
  const report = vi.fn();
  const calls: Calls<string> = {
    changeSettings: { ...themeCalls.changeSettings, handle: () => Promise.reject(failure) },
  };
  const answer = await ask(calls, "changeSettings", { theme: "dark" }, lab, report);
  expect(answer).toMatchObject({ ok: false, trouble: { reason: "disk gone" } });
  expect(JSON.stringify(answer)).not.toContain("door.test");
  expect(report).toHaveBeenCalledWith(failure);
});

test("two parts that answer the same call are a mistake that stops the start", () => {
  expect(() => joinCalls<string>([themeCalls, themeCalls])).toThrow('"changeSettings"');
});
