/** Whether a hand moved the pointer: the browser tells the same of one that rests while the view moves under it. */
export function movedByHand({
  movementX,
  movementY,
}: Pick<PointerEvent, "movementX" | "movementY">): boolean {
  return movementX !== 0 || movementY !== 0;
}
