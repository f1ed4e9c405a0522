/** Dark and light: the system's choice, until somebody chooses. */

const KEY = "groupscope-theme";
const system = matchMedia("(prefers-color-scheme: light)");
const listeners = new Set();

export function themeChoice() {
  return localStorage.getItem(KEY) ?? "system";
}

export function theme() {
  const chosen = themeChoice();
  return chosen === "system" ? (system.matches ? "light" : "dark") : chosen;
}

function show() {
  document.documentElement.dataset.theme = theme();
  for (const listener of listeners) listener();
}

/** system → the other than the system's → the system's, and round again. */
export function nextTheme() {
  const order = system.matches ? ["system", "dark", "light"] : ["system", "light", "dark"];
  const next = order[(order.indexOf(themeChoice()) + 1) % order.length];
  if (next === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  show();
  return next;
}

export function onTheme(listener) {
  listeners.add(listener);
}

/** The colours of the theme that is shown, out of the style sheet, for what is drawn. */
export function look() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = ["card", "line", "ink", "ink2", "grid", "blue", "teal", "amber", "rose", "violet", "grey", "good", "bad", "even", "calm"];
  return {
    ...Object.fromEntries(names.map((name) => [name, colour(name)])),
    words: Array.from({ length: 8 }, (_, i) => colour(`word${i + 1}`)),
    heat: Array.from({ length: 5 }, (_, i) => colour(`heat${i}`)),
    family: getComputedStyle(document.body).fontFamily,
  };
}

system.addEventListener("change", show);
show();
