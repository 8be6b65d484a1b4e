import type { Layerlab } from "./driver.ts";

/**
 * What a person would see as badly laid out on the screen as it is now, one line each: texts that are cut, texts and
 * controls that lie on each other, and what lies outside the window or outside the card it belongs to where no
 * scrolling brings it in. While a dialog is open, it alone is looked at. What floats (menus, popovers, bars that stay in
 * place) may cover what is below it, but a panel that stays open over the canvas may not cover its tools.
 */
export function misplaced({ page }: Layerlab): Promise<string[]> {
  return page.evaluate(() => {
    interface Item {
      readonly element: Element;
      readonly name: string;
      readonly box: Box;
      readonly layer: Element;
    }
    interface Box {
      readonly left: number;
      readonly top: number;
      readonly right: number;
      readonly bottom: number;
    }
    const slack = 1.5; // fractions of a pixel, and the side bearings of letters
    const controls =
      "button, input, select, textarea, summary, [role=button], [role=slider], [role=menuitem]";
    const floating =
      "dialog[open], .popover, .menu, .tooltip, [role=menu], .react-flow__viewport, .is-floating, .problem-anchor, .refusal";
    const cards = ".popover, .menu, .problem-anchor, .refusal";
    const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
    const root = dialog ?? document.body;

    const isSeen = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.closest(".unseen, .katex-mathml, .react-flow__a11y-description");
    const boxOf = ({ left, top, right, bottom }: DOMRect): Box => ({ left, top, right, bottom });
    const meet = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const styles = new Map<Element, CSSStyleDeclaration>();
    const styleOf = (element: Element) => {
      const known = styles.get(element) ?? getComputedStyle(element);
      styles.set(element, known);
      return known;
    };
    const layerOf = (element: Element): Element => {
      for (let each: Element | null = element; each; each = each.parentElement) {
        if (each.matches(floating)) return each;
        if (/sticky|fixed/.test(styleOf(each).position)) return each;
      }
      return document.body;
    };
    const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();
    /** Whether what it shows shortened is told whole by a tip of it, or of what it is in. */
    const isTold = (element: Element, whole = element.textContent ?? "") => {
      for (let each: Element | null = element; each; each = each.parentElement) {
        const tip = each.getAttribute("title") ?? each.getAttribute("data-tip");
        if (tip !== null && plain(tip).includes(plain(whole))) return true;
      }
      return false;
    };

    const found: string[] = [];
    /** What of it is in sight; tells on the way where it is cut. Null where it is scrolled out of sight. */
    const seenPart = (element: Element, box: Box, name: string, isText: boolean): Box | null => {
      let seen = box;
      let scrollsX = false;
      let scrollsY = false;
      for (
        let each: Element | null = element;
        each && each !== document.documentElement;
        each = each.parentElement
      ) {
        const { overflowX, overflowY, textOverflow } = styleOf(each);
        if (isText && each.matches(cards) && overflowY === "visible" && !scrollsY) {
          const card = each.getBoundingClientRect();
          if (seen.right > card.right + slack || seen.bottom > card.bottom + 3)
            found.push(`“${name}” reaches out of its card`);
        }
        const isSvg = each instanceof SVGElement && !(each instanceof SVGSVGElement);
        if (isSvg || (overflowX === "visible" && overflowY === "visible")) continue;
        if (each.matches(".react-flow, .react-flow__renderer"))
          return meet(seen, boxOf(each.getBoundingClientRect()));
        const frame = boxOf(each.getBoundingClientRect());
        // Said to screen readers alone.
        if (frame.right - frame.left <= 2 || frame.bottom - frame.top <= 2) return null;
        const clipsX = /hidden|clip/.test(overflowX);
        const clipsY = /hidden|clip/.test(overflowY);
        if (
          isText &&
          clipsX &&
          !scrollsX &&
          (seen.left < frame.left - slack || seen.right > frame.right + slack)
        ) {
          if (!(textOverflow === "ellipsis" && isTold(each))) found.push(`“${name}” is cut at the side`);
        }
        const isVertical = textOverflow === "ellipsis" && styleOf(each).writingMode.startsWith("vertical");
        const isClamped = (isVertical || styleOf(each).webkitLineClamp !== "none") && isTold(each);
        if (
          isText &&
          clipsY &&
          !isClamped &&
          !scrollsY &&
          (seen.top < frame.top - 3 || seen.bottom > frame.bottom + 3)
        )
          found.push(`“${name}” is cut above or below`);
        if (/auto|scroll/.test(overflowX)) scrollsX = true;
        if (/auto|scroll/.test(overflowY)) scrollsY = true;
        seen = meet(seen, frame);
        if (seen.right - seen.left < 1 || seen.bottom - seen.top < 1) return null;
      }
      const { innerWidth: width, innerHeight: height } = window;
      if (!scrollsX && (seen.left < -slack || seen.right > width + slack))
        found.push(`“${name}” reaches out of the window at the side`);
      if (!scrollsY && (seen.top < -slack || seen.bottom > height + slack))
        found.push(`“${name}” reaches out of the window above or below`);
      return seen;
    };

    const items: Item[] = [];
    const add = (element: Element, box: Box, name: string, isText: boolean) => {
      if (box.right - box.left < 1 || box.bottom - box.top < 1) return;
      const seen = seenPart(element, box, name, isText);
      if (seen) items.push({ element, name, box: seen, layer: layerOf(element) });
    };
    const formulas = new Set<Element>();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const parent = text.parentElement;
      const words = text.textContent?.trim() ?? "";
      if (!parent || words === "" || parent.closest("option, script, style, textarea") || !isSeen(parent))
        continue;
      const formula = parent.closest(".katex");
      if (formula) {
        if (formulas.has(formula)) continue;
        formulas.add(formula);
        add(formula, boxOf(formula.getBoundingClientRect()), "a formula", true);
        continue;
      }
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const line of range.getClientRects()) add(parent, boxOf(line), words.slice(0, 60), true);
    }
    for (const control of root.querySelectorAll(controls)) {
      // A field that is drawn by its label is seen through that.
      if (!isSeen(control) || control.matches("label input") || control.closest("[aria-hidden=true]"))
        continue;
      const name = control.getAttribute("aria-label") ?? control.textContent?.trim().slice(0, 40) ?? "";
      const { borderTopWidth, backgroundColor } = styleOf(control);
      // Without a border or a ground of its own only its words are seen; the room around them is for the pointer.
      if (
        borderTopWidth !== "0px" ||
        !/, 0\)$|^transparent$/.test(backgroundColor) ||
        control.querySelector("svg")
      )
        add(
          control,
          boxOf(control.getBoundingClientRect()),
          `${control.tagName.toLowerCase()} ${name}`,
          false,
        );
      if (
        control instanceof HTMLInputElement &&
        control.scrollWidth > control.clientWidth + slack &&
        !isTold(control, control.value)
      )
        found.push(`The value “${control.value}” of ${name} is cut`);
      if (control instanceof HTMLSelectElement) {
        const probe = document.createElement("canvas").getContext("2d");
        const style = styleOf(control);
        if (probe) {
          probe.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          const words = control.selectedOptions[0]?.textContent ?? "";
          const room =
            control.clientWidth -
            Number.parseFloat(style.paddingLeft) -
            Number.parseFloat(style.paddingRight);
          if (probe.measureText(words).width > room + slack && !isTold(control, words))
            found.push(`The choice “${words}” of ${name} is cut`);
        }
      }
    }
    for (const each of root.querySelectorAll("*")) {
      // Tables, formulas and licences may be wider than their place; words and forms may not.
      if (each.scrollWidth <= each.clientWidth + 2 || !/auto|scroll/.test(styleOf(each).overflowX)) continue;
      if (isSeen(each) && !each.querySelector("table") && !each.matches("pre, .formula"))
        found.push(`${each.className || each.tagName} scrolls to the side`);
    }
    const panel = document.querySelector(".is-floating");
    const side = panel?.getBoundingClientRect();
    for (const { element, name, box } of items) {
      if (!panel || !side || !element.matches(controls) || !element.closest(".canvas-bar, .canvas-search"))
        continue;
      if (box.right > side.left && box.bottom > side.top) found.push(`“${name}” is covered by the panel`);
    }
    items.forEach((one, index) => {
      for (const other of items.slice(index + 1)) {
        if (
          one.layer !== other.layer ||
          one.element.contains(other.element) ||
          other.element.contains(one.element)
        )
          continue;
        const common = meet(one.box, other.box);
        if (common.right - common.left > 2 && common.bottom - common.top > 3)
          found.push(`“${one.name}” lies on “${other.name}”`);
      }
    });
    return [...new Set(found)];
  });
}
