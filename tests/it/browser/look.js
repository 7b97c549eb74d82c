// What is wrong with the page as it is shown now: words, one a fault; none where nothing is. The body of a function,
// which the tests run in the page.

const root = document.documentElement;
const faults = [];
const all = (selector) => [...document.querySelectorAll(selector)];
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const fault = (what, element) => faults.push(element ? `${what}: ${element.outerHTML.slice(0, 160)}` : what);

// What a screen reader calls it.
function name(element) {
  const by = element.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => words(document.getElementById(id))).join(" ");
  const labels = [...(element.labels ?? [])].map(words).join(" ");
  return element.getAttribute("aria-label") || labels || words(element) || element.getAttribute("title") || "";
}

function structure() {
  for (const [selector, wanted] of [["h1", 1], ["main", 1], ["title", 1]]) {
    const found = all(selector).length;
    if (found !== wanted) fault(`${found} × <${selector}>`);
  }
  const ids = all("[id]").map((element) => element.id);
  for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) fault(`the id ${id} comes twice`);
  for (const attribute of ["for", "aria-labelledby", "aria-describedby", "list"]) {
    for (const element of all(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).trim().split(/\s+/)) {
        if (!document.getElementById(id)) fault(`${attribute} leads nowhere`, element);
      }
    }
  }
  for (const link of all('a[href^="#"]')) {
    if (!document.getElementById(link.hash.slice(1))) fault("the link leads nowhere", link);
  }
}

function names() {
  for (const field of all("input:not([type=hidden]), select, textarea")) {
    if (!name(field)) fault("a field without a label", field);
  }
  for (const element of all("button, a[href], summary, section[aria-labelledby], nav, aside, iframe")) {
    if (!name(element)) fault("it has no name", element);
  }
  for (const image of all("img:not([alt]), svg:not([aria-hidden], [role=img])")) fault("a picture without words", image);
}

// Nothing is wider than the window.
function width() {
  const edge = root.clientWidth;
  if (root.scrollWidth <= edge) return;
  const beyond = all("body *").filter((element) => shown(element) && element.getBoundingClientRect().right > edge + 0.5);
  fault(`${root.scrollWidth} px in a window of ${edge} px`, beyond.at(-1));
}

// What a finger aims at is 44 px high; a link within a text is as high as its line (WCAG 2.2, 2.5.8).
function targets() {
  for (const element of all("a[href], button, summary, select, input:not([type=hidden])")) {
    if (!shown(element) || element.closest(".only-heard, .skip") || element.tabIndex < 0) continue;
    const aim = element.matches("[type=radio], [type=checkbox]") ? element.parentElement : element;
    const inText = getComputedStyle(element).display === "inline";
    const { width, height } = aim.getBoundingClientRect();
    if (!inText && (height < 43.5 || width < 23.5)) fault(`${Math.round(width)} × ${Math.round(height)} px to aim at`, element);
  }
}

// Red, green and blue from 0 to 255, and how opaque.
function channels(color) {
  const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
  const scale = color.startsWith("color(") ? 255 : 1;
  return [r * scale, g * scale, b * scale, a];
}

// The one colour behind an element, reckoned once for all that stands in it; nothing where a pattern is.
const grounds = new Map();
function ground(element) {
  if (!element) return [255, 255, 255];
  if (!grounds.has(element)) grounds.set(element, painted(element));
  return grounds.get(element);
}

function painted(element) {
  const style = getComputedStyle(element);
  if (style.backgroundImage !== "none" && !element.matches("select")) return null;
  const [r, g, b, a] = channels(style.backgroundColor);
  if (a === 1) return [r, g, b];
  const below = ground(element.parentElement);
  return below && [r, g, b].map((channel, at) => channel * a + below[at] * (1 - a));
}

// How light it is (WCAG 2.2, “relative luminance”).
function luminance(color) {
  const [r, g, b] = color.slice(0, 3).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Text stands out from what is behind it: 4.5 to 1, large text 3 to 1 (WCAG 2.2, 1.4.3).
function contrast() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || seen.has(element) || !shown(element) || element.closest(".only-heard")) continue;
    seen.add(element);
    const behind = ground(element);
    if (!behind) continue;
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(channels(style.color)), luminance(behind)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) fault(`contrast ${ratio.toFixed(2)}`, element);
  }
}

structure();
names();
width();
targets();
contrast();
return faults;
