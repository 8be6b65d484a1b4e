import type { Layerlab } from "./driver.ts";
import { handsOf, type Language, type Screen } from "./hands.ts";
import { screensOfBuilding } from "./screens-of-building.ts";
import { screensOfRuns } from "./screens-of-runs.ts";

/** Every screen, panel and dialog but the first, in an order in which each is reached from the one before. */
export function screensOf(lab: Layerlab, language: Language, home: string): readonly Screen[] {
  const hands = handsOf(lab, language, home);
  return [...screensOfBuilding(hands), ...screensOfRuns(hands)];
}
