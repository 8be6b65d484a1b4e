import { describe, expect, it } from "vitest";
import { heightFor } from "./dock-state.ts";

describe("height of the dock", () => {
  it("follows the pointer between its limits", () => {
    expect(heightFor(300.4, 900)).toEqual({ open: true, height: 300 });
    expect(heightFor(800, 900)).toEqual({ open: true, height: 540 });
    expect(heightFor(120, 900)).toEqual({ open: true, height: 150 });
  });

  it("closes when it is dragged down", () => {
    expect(heightFor(60, 900)).toEqual({ open: false });
  });
});
