/** Asking the server. Addresses are relative, so that the page works under any prefix. */

/** The server said no; `message` is the sentence to show, `status` its number (0: it did not answer). */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

let onLoggedOut = () => {};

/** Whoever shows the login is told when an answer says 401. */
export function whenLoggedOut(listener) {
  onLoggedOut = listener;
}

/** "groups/1/panels" + {names: "rank"} → the relative address. */
export function address(path, query = {}) {
  const known = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const asked = new URLSearchParams(known);
  return `api/${path}${known.length ? `?${asked}` : ""}`;
}

async function ask(where, options) {
  let answer;
  try {
    answer = await fetch(where, { credentials: "same-origin", ...options });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Refused(0, "");
  }
  const isJson = answer.headers.get("content-type")?.includes("json");
  const told = isJson ? await answer.json() : {};
  if (answer.ok) return told;
  if (answer.status === 401 && !options.isLogin) onLoggedOut();
  throw new Refused(answer.status, told.error ?? "");
}

export function get(path, query, { signal, isLogin } = {}) {
  return ask(address(path, query), { signal, isLogin });
}

/** Send an object, or a piece of a file as it is. */
export function post(path, body = {}, { isLogin, signal } = {}) {
  const isFile = body instanceof Blob;
  return ask(address(path), {
    method: "POST", headers: { "Content-Type": isFile ? "application/octet-stream" : "application/json" }, body: isFile ? body : JSON.stringify(body), isLogin, signal,
  });
}
