"""Measures of a page as it stands: what sticks out sideways, what is hard to read, what has no name."""

from __future__ import annotations

from playwright.sync_api import Page

STICKING_OUT = """() => {
  const wide = window.innerWidth, found = [];
  if (document.documentElement.scrollWidth > wide) found.push(`page: ${document.documentElement.scrollWidth}`);
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || element.closest(".unseen, fieldset input")) continue;
    if (getComputedStyle(element).visibility === "hidden") continue;
    if (box.right > wide + 1 || box.left < -1) {
      const name = `${element.tagName}#${element.id}.${element.className}`;
      found.push(`${name}: ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
  }
  return found;
}"""

LOW_CONTRAST = """() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? ["0", "0", "0", "0"]).map(Number);
  const light = (rgb) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb.slice(0, 3).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const rgb = channels(getComputedStyle(one).backgroundColor);
      if (rgb.length === 3 || rgb[3] === 1) return rgb;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!own || element.getClientRects().length === 0 || element.closest(".unseen, :disabled, script, style")) continue;
    const style = getComputedStyle(element);
    if (style.visibility === "hidden") continue;
    const [a, b] = [light(channels(style.color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio >= (large ? 3 : 4.5)) continue;
    found.push(`${ratio.toFixed(2)} ${element.className}: ${element.textContent.trim().slice(0, 40)}`);
  }
  return found;
}"""

NAMELESS = """() => [...document.querySelectorAll("button, a, input, textarea")]
  .filter((one) => one.getClientRects().length > 0)
  .filter((one) => !one.ariaLabel && !one.textContent.trim())
  .filter((one) => ![...(one.labels ?? [])].some((label) => label.textContent.trim()))
  .map((one) => one.outerHTML.slice(0, 120))"""


def sticking_out(page: Page) -> list[str]:
    """Elements that reach beyond the window's sides, with their edges in pixels."""
    found: list[str] = page.evaluate(STICKING_OUT)
    return found


def low_contrast(page: Page) -> list[str]:
    """Texts below the contrast that WCAG 2.2 AA asks for: 4.5 to 1, or 3 to 1 where large."""
    found: list[str] = page.evaluate(LOW_CONTRAST)
    return found


def nameless_controls(page: Page) -> list[str]:
    """Controls that a screen reader could not name."""
    found: list[str] = page.evaluate(NAMELESS)
    return found
