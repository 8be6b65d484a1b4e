/**
 * Answers when the faces of words and numbers can be drawn, or will not come: what is drawn in another face first
 * moves when they do.
 */
export async function loadFaces(): Promise<void> {
  const style = getComputedStyle(document.documentElement);
  const faces = ["--font-ui", "--font-num"].map((name) => `1em ${style.getPropertyValue(name)}`);
  await Promise.allSettled(faces.map((face) => document.fonts.load(face)));
}
