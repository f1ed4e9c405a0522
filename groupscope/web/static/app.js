/** The page as a whole: who looks, which page is shown, and what is heard from the server. */

import { Refused, get, post, whenLoggedOut } from "./base/asking.js";
import { dress, fill, make, signButton } from "./base/dom.js";
import { Live } from "./base/live.js";
import { go, onPlace, place, takeTicket } from "./base/place.js";
import { nextTheme, themeChoice } from "./base/theme.js";
import { language, otherLanguage, say } from "./base/words.js";

const PAGES = {
  wall: async () => (await import("./pages/wall.js")).Wall,
  search: async () => (await import("./pages/search.js")).Search,
  lessons: async () => (await Promise.all([import("./pages/lessons.js"), dress("pages.css")]))[0].Lessons,
  admin: async () => (await Promise.all([import("./pages/admin.js"), dress("pages.css")]))[0].Admin,
};

const root = document.getElementById("root");
let me = null;
let live = null;
let shown = null;
let state = "connecting";
let pill = null;
let isUnread = false;

async function start() {
  document.title = say("title");
  whenLoggedOut(() => leave());
  const ticket = takeTicket();
  if (ticket) return login(ticket);
  try {
    const who = await get("me", {}, { isLogin: true });
    if (who.user_id) enter(who);
    else login(null);
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    if (failure.status === 401) login(null);
    else fill(root, make("p", { class: "alone" }, failure.message || say("offline_"), make("button", { class: "primary", type: "button", onclick: start }, say("failed"))));
  }
  return undefined;
}

async function login(ticket) {
  const { Login } = await import("./pages/login.js");
  const page = new Login(ticket, enter);
  fill(root, page.node);
}

function enter(who) {
  me = who;
  live?.stop();
  state = "connecting";
  build();
  live = new Live({ onstate: heardState, onmessage: (message) => shown?.hear?.(message) });
  if (shown) shown.live = live;
}

/** Back to the login, once. */
function leave() {
  if (!me) return;
  me = null;
  live?.stop();
  live = null;
  shown?.end();
  shown = null;
  login(null);
}

function heardState(next) {
  if (next === "out") return leave();
  const isBack = state === "off" && next === "on";
  state = next;
  showState();
  if (next === "on") shown?.watch?.();
  if (isBack && isUnread) location.reload();
  else if (isBack) shown?.renew?.();
  return undefined;
}

function showState() {
  if (!pill) return;
  pill.dataset.state = state;
  pill.lastChild.textContent = say({ on: "live", off: "lost", connecting: "connecting" }[state]);
}

function pageName() {
  const { page } = place();
  return page in PAGES ? page : "wall";
}

/** The frame of all pages; made anew where the language changes. */
async function build() {
  document.title = say("title");
  shown?.end();
  shown = null;
  pill = make("p", { class: "state", role: "status" }, make("i", {}), make("span", {}));
  const tab = (name) => make("a", { href: `#page=${name}`, data: { page: name }, onclick: (event) => { event.preventDefault(); go({ page: name === "wall" ? null : name, lesson: null }); } }, say(name));
  const themeButton = signButton(sunOrMoon(), themeWords(), () => {
    nextTheme();
    themeButton.replaceWith(make("span", {}));
    build();
  });
  const header = make(
    "header", { class: "top" },
    make("div", { class: "brand" }, make("span", { class: "logo", "aria-hidden": "true" }), make("div", {}, make("h1", {}, say("title")), pill)),
    make("nav", { class: "tabs", "aria-label": say("pages") }, tab("wall"), tab("search"), tab("lessons"), me.manages || me.is_superuser ? tab("admin") : null),
    make("div", { class: "figures", id: "figures" }),
    make("div", { class: "ranges", id: "ranges" }),
    make("div", { class: "own" }, make("button", { type: "button", class: "tool language", lang: language() === "zh" ? "en" : "zh", onclick: () => { otherLanguage(); build(); } }, say("language")), themeButton, signButton("out", say("logout"), () => logout())),
  );
  const main = make("main", { id: "main", tabindex: "-1" });
  fill(root, header, main);
  showState();
  await open();
}

function sunOrMoon() {
  return { system: "system", dark: "moon", light: "sun" }[themeChoice()];
}

function themeWords() {
  return `${say("theme")}：${say(themeChoice())}`;
}

async function open() {
  const name = pageName();
  for (const link of root.querySelectorAll(".tabs a")) {
    if (link.dataset.page === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (shown?.name === name) return shown.move(place());
  const asked = (open.asked = Symbol(name));
  const Page = await PAGES[name]().catch(() => null);
  if (open.asked !== asked || !me) return undefined;
  if (!Page) return unread();
  shown?.end();
  fill(document.getElementById("figures"));
  fill(document.getElementById("ranges"));
  shown = new Page({ me, live, main: document.getElementById("main"), figures: document.getElementById("figures"), ranges: document.getElementById("ranges") });
  shown.name = name;
  return shown.move(place());
}

/** A page's script did not come. It is fetched again with everything else: some browsers remember the failure. */
function unread() {
  isUnread = true;
  fill(document.getElementById("main"), make("p", { class: "alone" }, say("offline_"), make("button", { class: "primary", type: "button", onclick: () => location.reload() }, say("failed"))));
}

function logout() {
  const dialog = make(
    "dialog", { "aria-label": say("logout"), onclose: () => dialog.remove() }, make("h2", {}, say("logout")),
    make("div", { class: "buttons" },
      make("button", { type: "button", class: "primary", onclick: () => away(false) }, say("here")),
      make("button", { type: "button", class: "plain", onclick: () => away(true) }, say("everywhere")),
      make("button", { type: "button", class: "plain", onclick: () => dialog.close() }, say("close"))),
  );
  const away = async (everywhere) => {
    dialog.close();
    await post("logout", { everywhere }).catch(() => null);
    leave();
  };
  document.body.append(dialog);
  dialog.showModal();
}

onPlace(() => me && open());
start();
