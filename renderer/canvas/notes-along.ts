import { overlap } from "../document/groups.ts";
import type { Box, Point, Rectangle } from "./geometry.ts";

/** Between a note and a layer that must not lie on each other, in pixels. */
const gap = 10;
/** A note that ends this far above its layer still belongs to the layer's line, in pixels. */
const near = 60;

export interface NotesAlong {
  readonly notes: Readonly<Record<string, Point>>;
  /** How much further down something goes so that notes have room, in pixels, by its id. */
  readonly down: ReadonlyMap<string, number>;
}

/**
 * Where notes go when what is drawn gets new places, in pixels: each as far as what it stands nearest to. Where that
 * would be on a layer, the lines below make room for it; one that stood beside its layer goes above it then.
 */
export function notesAlong(notes: readonly Box[], before: readonly Box[], after: readonly Box[]): NotesAlong {
  const old = new Map(before.map((box) => [box.id, box]));
  let placed: readonly Box[] = after;
  const standsBy = new Map<string, string>();
  for (const note of notes.toSorted((a, b) => a.y - b.y)) {
    const stoodBy = nearest(
      note,
      after.flatMap(({ id }) => old.get(id) ?? []),
    );
    const now = placed.find(({ id }) => id === stoodBy?.id);
    if (!stoodBy || !now) continue;
    const along = { ...note, x: note.x + now.x - stoodBy.x, y: note.y + now.y - stoodBy.y };
    const { place, from, by } = freed(along, now, stoodBy, placed);
    const moved = new Set(placed.filter(({ id, y }) => !standsBy.has(id) && y >= from).map(({ id }) => id));
    placed = placed.map((box) =>
      moved.has(standsBy.get(box.id) ?? box.id) ? { ...box, y: box.y + by } : box,
    );
    placed = [...placed, place];
    standsBy.set(note.id, now.id);
  }
  const first = new Map(after.map(({ id, y }) => [id, y]));
  return {
    notes: Object.fromEntries(
      placed.filter(({ id }) => standsBy.has(id)).map(({ id, x, y }) => [id, { x, y }]),
    ),
    down: new Map(
      placed.filter(({ id }) => !standsBy.has(id)).map(({ id, y }) => [id, y - (first.get(id) ?? y)]),
    ),
  };
}

/** The place of a note where nothing lies, and from where on everything goes down by how much for that. */
function freed(
  note: Box,
  now: Box,
  stoodBy: Box,
  placed: readonly Box[],
): { readonly place: Box; readonly from: number; readonly by: number } {
  const covered = placed.filter((box) => overlap(box, note));
  if (covered.length === 0) return { place: note, from: 0, by: 0 };
  const top = Math.min(...covered.map(({ y }) => y));
  if (note.y >= now.y + stoodBy.height && top > now.y)
    return { place: note, from: top, by: ceil(note.y + note.height + gap - top) };
  const isAbove = note.y + note.height <= now.y && note.y + note.height >= now.y - near;
  const above = isAbove ? note : { ...note, x: now.x, y: now.y - gap - note.height };
  const ends = placed.filter((box) => box.y < now.y && overlap(box, above)).map((box) => box.y + box.height);
  const by = ends.length === 0 ? 0 : ceil(Math.max(...ends) + gap - above.y);
  return { place: { ...above, y: above.y + by }, from: now.y, by };
}

function nearest(note: Box, boxes: readonly Box[]): Box | undefined {
  const far = (box: Box) => Math.hypot(...apart(note, box)) + Math.abs(note.x - box.x) / 1000;
  return boxes.toSorted((a, b) => far(a) - far(b))[0];
}

/** The gaps between two rectangles across and down; 0 where they share a line. */
function apart(a: Rectangle, b: Rectangle): readonly [number, number] {
  return [
    Math.max(0, b.x - a.x - a.width, a.x - b.x - b.width),
    Math.max(0, b.y - a.y - a.height, a.y - b.y - b.height),
  ];
}

function ceil(value: number): number {
  return Math.ceil(value / 10) * 10;
}
