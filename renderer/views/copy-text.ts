/** Puts text on the clipboard; false where the browser refuses. The focus stays where it was. */
export function copyText(text: string): boolean {
  // Not the asynchronous clipboard: that needs a permission, and the window is given none.
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  const focused = document.activeElement;
  // Outside an open dialog nothing can be selected.
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
