/**
 * Where one is: page, group, member, range and filters, in the fragment of the address. So a view can be
 * bookmarked, and no word that was looked for gets into a server's log.
 */

const listeners = new Set();

/** {page, group, member, range, from, to, word, …}, all of them text. */
export function place() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Change some of it; null takes away. Going somewhere can be taken back with the browser's button. */
export function go(changes, { replace = false, quiet = false } = {}) {
  const next = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  const address = `#${next}`;
  if (address === location.hash) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  if (!quiet) tell();
}

export function onPlace(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  for (const listener of [...listeners]) listener(place());
}

/** The ticket of a link: taken out of the address, so that it stays in no history. */
export function takeTicket() {
  const found = place().k;
  if (found) history.replaceState(null, "", location.pathname + location.search);
  return found ?? null;
}

/** What the server is asked for the range of the address. */
export function rangeQuery(at = place(), usual = "7d") {
  return at.from && at.to ? { from: at.from, to: at.to } : { range: at.range ?? usual };
}

addEventListener("popstate", tell);
