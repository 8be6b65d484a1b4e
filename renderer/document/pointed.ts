/** A place on the paper, in pixels at 100 %. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

let pointed: Place | null = null;

/** Where someone points while a command is carried out that puts something on the paper; null for nowhere. */
export function pointedPlace(): Place | null {
  return pointed;
}

/** Carries out a command at a place. */
export function actAt(place: Place | null, act: () => void): void {
  pointed = place;
  try {
    act();
  } finally {
    pointed = null;
  }
}
