import type { Path } from "./routing.ts";

/** SVG path data of right-angled lines with rounded corners. */
export function roundedPath(path: Path, radius = 10): string {
  const [first, ...rest] = path;
  if (!first) return "";
  let data = `M${first.x} ${first.y}`;
  let from = first;
  rest.forEach((corner, index) => {
    const to = rest[index + 1];
    if (!to) {
      data += `L${corner.x} ${corner.y}`;
      return;
    }
    const inward = Math.hypot(corner.x - from.x, corner.y - from.y);
    const outward = Math.hypot(to.x - corner.x, to.y - corner.y);
    const size = Math.min(radius, inward / 2, outward / 2);
    const along = (end: { x: number; y: number }, length: number) =>
      length === 0
        ? `${corner.x} ${corner.y}`
        : `${corner.x + ((end.x - corner.x) / length) * size} ${corner.y + ((end.y - corner.y) / length) * size}`;
    data += `L${along(from, inward)}Q${corner.x} ${corner.y} ${along(to, outward)}`;
    from = corner;
  });
  return data;
}

/** The same right-angled path, moved to its right-hand side (seen along it) by `distance` pixels. */
export function lane(path: Path, distance: number): Path {
  const normals = path.slice(1).map((point, index) => {
    const from = path[index] ?? point;
    return { x: -Math.sign(point.y - from.y) * distance, y: Math.sign(point.x - from.x) * distance };
  });
  return path.map((point, index) => {
    const before = normals[Math.max(0, index - 1)] ?? { x: 0, y: 0 };
    const after = normals[Math.min(normals.length - 1, index)] ?? { x: 0, y: 0 };
    // At a corner one of the two normals is level and the other upright; in line they are the same.
    return { x: point.x + (before.x || after.x), y: point.y + (before.y || after.y) };
  });
}
