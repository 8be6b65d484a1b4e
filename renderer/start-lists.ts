import type { Answer, ListedProject, TemplateCard } from "../app/contract/desktop.ts";
import { answerOf, desktopBridge } from "./desktop.ts";

interface StartLists {
  readonly templates: Promise<Answer<readonly TemplateCard[]>>;
  readonly recent: Promise<Answer<readonly ListedProject[]>>;
}

let early: StartLists | null = null;

/** Asks for what the start screen lists before there is one, so that one answer does not wait for another. Call once. */
export function askForStartLists(): void {
  early = ask();
}

/** What the start screen lists: as it is now, since times and recent projects change. */
export function startLists(): StartLists {
  const lists = early ?? ask();
  early = null;
  return lists;
}

function ask(): StartLists {
  const bridge = desktopBridge();
  return { templates: answerOf(bridge.listTemplates(null)), recent: answerOf(bridge.recentProjects(null)) };
}
