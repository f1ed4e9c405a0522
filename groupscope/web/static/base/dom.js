/** Elements are made here, and here only: whatever people wrote becomes text, never markup. */

const SVG = "http://www.w3.org/2000/svg";

const STROKES = {
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  sheet: "M12 4v11m-4-4 4 4 4-4M5 19.5h14",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M2.5 12h2M19.5 12h2M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  out: "M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h11m-4-4 4 4-4 4",
  down: "m6 9 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  back: "m14 6-6 6 6 6",
  next: "m10 6 6 6-6 6",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  swap: "M7 4v15m-3-3 3 3 3-3M17 20V5m-3 3 3-3 3 3",
};

/**
 * Make an element. Properties that begin with "on" are listeners, `style` an object, `data` too;
 * null and false leave an attribute out. Children are nodes or text; empty ones are skipped.
 */
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A drawn sign that says nothing by itself: its button carries the words. */
export function sign(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "sign");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

/** A button that shows a sign and is called by its words. */
export function signButton(name, words, onclick, more = {}) {
  return make("button", { type: "button", class: "tool", "aria-label": words, title: words, onclick, ...more }, sign(name));
}

/** Put other children into a node. Who stood on one of the old ones goes on standing on it, or on its like. */
export function fill(node, ...children) {
  const held = node.contains(document.activeElement) ? document.activeElement : null;
  node.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  if (held && held !== document.activeElement) likeOf(held, node)?.focus({ preventScroll: true });
  return node;
}

function likeOf(held, node) {
  if (node.contains(held)) return held;
  const called = (one) => one.getAttribute("aria-label") ?? one.textContent;
  return [...node.querySelectorAll(held.localName)].find((one) => called(one) === called(held));
}

/** Text in which each place of a word is marked. */
export function marked(text, word) {
  if (!word) return [text];
  const pieces = [];
  const lower = text.toLowerCase();
  const wanted = word.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) pieces.push(text.slice(from, at));
    pieces.push(make("mark", {}, text.slice(at, at + wanted.length)));
    from = at + wanted.length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}

/** Load a style sheet of ours once it is needed; resolves when it applies. */
export function dress(name) {
  const href = new URL(`../${name}`, import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = make("link", { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

/** Give the reader a file. */
export function hand(name, url) {
  const link = make("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}
