/** Device pixels of a saved picture for each of the page's. */
const sharpness = 3;
/** No side of a saved picture is longer, in pixels. */
const longestSide = 12_000;
/** Around what is drawn, in pixels of the page. */
const margin = 12;
/** Controls are no part of the picture, nor is what is there for screen readers alone. */
const leftOut =
  "[data-unsaved], .unseen, .button, input, select, .segmented, .select-frame, .switch, title, [hidden]";

/**
 * A part of the page as a PNG: its grounds, borders, canvases, drawings and words, whole, however far it is scrolled. Not
 * a photograph of the screen: it is sharper, and what scrolls is drawn to its end.
 * @throws Error when the browser gives no drawing context.
 */
export async function pictureOf(root: HTMLElement): Promise<Uint8Array> {
  // What waits comes first: the page is measured and drawn in one go, in a shape that nobody gets to see.
  const drawings = new Map<Element, HTMLImageElement>();
  for (const svg of root.querySelectorAll("svg")) {
    const image = svg.closest(leftOut) ? null : await imageOf(svg);
    if (image) drawings.set(svg, image);
  }
  const restore = unfold(root);
  let canvas: OffscreenCanvas;
  try {
    canvas = draw(root, drawings);
  } finally {
    restore();
  }
  return pngOfCanvas(canvas);
}

/** Lets nothing of it scroll, until the returned function is called. */
function unfold(root: HTMLElement): () => void {
  const scrolled = [root, ...root.querySelectorAll<HTMLElement>("*")].filter(
    (part) => part instanceof HTMLElement && getComputedStyle(part).overflow !== "visible",
  );
  const before = scrolled.map(({ style }) => style.cssText);
  for (const { style } of scrolled) {
    style.overflow = "visible";
    style.maxHeight = "none";
  }
  return () => {
    scrolled.forEach(({ style }, index) => {
      style.cssText = before[index] ?? "";
    });
  };
}

/** The bytes of a canvas as a PNG. */
export async function pngOfCanvas(canvas: OffscreenCanvas): Promise<Uint8Array> {
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return new Uint8Array(await blob.arrayBuffer());
}

function draw(root: HTMLElement, drawings: ReadonlyMap<Element, HTMLImageElement>): OffscreenCanvas {
  const box = wholeBox(root);
  const [width, height] = [box.right - box.left + 2 * margin, box.bottom - box.top + 2 * margin];
  const scale = Math.min(sharpness, longestSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser gives no drawing context.");
  context.fillStyle = groundOf(root);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  context.translate(margin - box.left, margin - box.top);
  // Maps stay made of squares.
  context.imageSmoothingEnabled = false;
  drawElement(context, root, 1, drawings);
  return canvas;
}

/** Around all that is drawn: parts may reach beyond the element. */
function wholeBox(root: HTMLElement) {
  let { left, top, right, bottom } = root.getBoundingClientRect();
  for (const part of root.querySelectorAll("*")) {
    if (part.closest(leftOut)) continue;
    const box = part.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    left = Math.min(left, box.left);
    top = Math.min(top, box.top);
    right = Math.max(right, box.right);
    bottom = Math.max(bottom, box.bottom);
  }
  return { left, top, right, bottom };
}

type Context = OffscreenCanvasRenderingContext2D;

function drawElement(
  context: Context,
  element: Element,
  alpha: number,
  drawings: ReadonlyMap<Element, HTMLImageElement>,
): void {
  if (element.matches(leftOut)) return;
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") return;
  const seen = alpha * Number(style.opacity);
  const box = element.getBoundingClientRect();
  context.globalAlpha = seen;
  const drawing = drawings.get(element);
  if (element instanceof HTMLElement) drawGround(context, box, style);
  if (element instanceof HTMLCanvasElement) {
    if (element.width > 0 && element.height > 0)
      context.drawImage(element, box.left, box.top, box.width, box.height);
  } else if (drawing) context.drawImage(drawing, box.left, box.top, box.width, box.height);
  for (const child of element.childNodes)
    if (child instanceof Element) drawElement(context, child, seen, drawings);
    else if (child instanceof Text) {
      context.globalAlpha = seen;
      drawWords(context, child, style, element instanceof SVGElement ? style.fill : style.color);
    }
}

function drawGround(context: Context, box: DOMRect, style: CSSStyleDeclaration): void {
  context.beginPath();
  context.roundRect(
    box.left,
    box.top,
    box.width,
    box.height,
    Number.parseFloat(style.borderTopLeftRadius) || 0,
  );
  context.fillStyle = style.backgroundColor;
  context.fill();
  const sides = [
    [style.borderTopWidth, style.borderTopStyle, style.borderTopColor, box.left, box.top, box.right, box.top],
    [
      style.borderBottomWidth,
      style.borderBottomStyle,
      style.borderBottomColor,
      box.left,
      box.bottom,
      box.right,
      box.bottom,
    ],
    [
      style.borderLeftWidth,
      style.borderLeftStyle,
      style.borderLeftColor,
      box.left,
      box.top,
      box.left,
      box.bottom,
    ],
    [
      style.borderRightWidth,
      style.borderRightStyle,
      style.borderRightColor,
      box.right,
      box.top,
      box.right,
      box.bottom,
    ],
  ] as const;
  for (const [width, kind, colour, x0, y0, x1, y1] of sides) {
    const size = Number.parseFloat(width);
    if (!(size > 0) || kind === "none") continue;
    context.strokeStyle = colour;
    context.lineWidth = size;
    context.setLineDash(kind === "dashed" ? [3 * size, 3 * size] : kind === "dotted" ? [size, size] : []);
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
  }
}

/** Word by word, each where the page has put it. */
function drawWords(context: Context, text: Text, style: CSSStyleDeclaration, colour: string): void {
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  context.fillStyle = colour;
  const range = document.createRange();
  for (const { 0: word, index } of text.data.matchAll(/\S+/g)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText(word);
    if (style.writingMode === "horizontal-tb")
      context.fillText(word, box.left, box.top + (box.height - ascent - descent) / 2 + ascent);
    else {
      // Names over columns: they are read from below.
      context.save();
      context.translate(box.left + box.width / 2, box.bottom);
      context.rotate(-Math.PI / 2);
      context.fillText(word, 0, (ascent - descent) / 2);
      context.restore();
    }
  }
}

/** What lies under an element. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
  }
  return "#ffffff";
}

const painted = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity"] as const;

/** The lines and areas of a drawing, in the colours that the page gives them; its words are drawn with the page's. */
async function imageOf(svg: SVGSVGElement): Promise<HTMLImageElement | null> {
  const { width, height } = svg.getBoundingClientRect();
  if (width === 0 || height === 0) return null;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((part, index) => {
    const original = originals[index];
    if (!original) return;
    const style = getComputedStyle(original);
    part.setAttribute("style", painted.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
  });
  for (const words of copy.querySelectorAll("text, title")) words.remove();
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return imageFrom(new XMLSerializer().serializeToString(copy));
}

/** A drawing (SVG) as a PNG: the browser itself paints it. */
export async function pngOfSvg(svg: string): Promise<Uint8Array> {
  const image = await imageFrom(svg);
  const canvas = new OffscreenCanvas(image.width * sharpness, image.height * sharpness);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return pngOfCanvas(canvas);
}

async function imageFrom(svg: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
