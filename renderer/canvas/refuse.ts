import { tell, useCanvas } from "./canvas-state.ts";

/** From the middle and the lower edge of the canvas to where the words begin, in pixels. */
const room = { left: 150, below: 90 };

/** Says why a command of the canvas does nothing: to people who see, until they do something else, and to those who listen. */
export function refuse(reason: string): void {
  tell(reason);
  const stage = document.querySelector('[data-region="canvas"]')?.getBoundingClientRect();
  if (!stage) return;
  const at = { x: stage.left + stage.width / 2 - room.left, y: stage.bottom - room.below };
  useCanvas.setState({ refusal: { at, reason, ways: [] } });
}
