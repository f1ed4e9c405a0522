/** How the bot is: its connection, its queue, its last write, and what is stored. */

import { make } from "../base/dom.js";
import { bytes, day, lasting, moment, number } from "../base/figures.js";
import { learn, say } from "../base/words.js";

learn({
  health: ["运行状况", "Health"], storage: ["存储", "Storage"], online: ["在线", "online"], offline_account: ["离线", "offline"], no_account: ["没有 QQ 账号连接过", "No account has connected"],
  since_when: ["{time} 起", "since {time}"], queue: ["等待写入", "Waiting to be written"], recorded: ["本次启动已记录", "Recorded since the start"], lost_messages: ["丢失", "Lost"], put_aside: ["搁置", "Put aside"],
  written_at: ["最后写入", "Last written"], refusal: ["数据库拒绝写入", "The database refuses"], uptime: ["已运行", "Up for"], no_error: ["没有错误", "No errors"], errors: ["错误", "Errors"],
  database: ["数据库 {kind}，共 {size}", "Database {kind}, {size} in all"], stored_since: ["最早", "First"], stored_size: ["大小（估计）", "Size (estimate)"],
});

function line(key, value, kind) {
  return make("div", {}, make("dt", {}, say(key)), make("dd", { class: kind ?? null }, value));
}

export function health(found) {
  const { accounts, refused_since: since } = found;
  return [
    accounts.length ? make("ul", { class: "accounts" }, accounts.map((one) => make(
      "li", {}, make("span", { class: `pill ${one.is_online ? "good" : "bad"}` }, say(one.is_online ? "online" : "offline_account")), make("bdi", {}, one.nickname ?? String(one.self_id)), make("small", {}, [one.self_id, one.implementation, one.since && say("since_when", { time: moment(one.since) })].filter(Boolean).join(" · ")),
    ))) : make("p", {}, say("no_account")),
    make(
      "dl", { class: "facts" }, line("queue", number(found.queue)), line("recorded", number(found.recorded)), line("lost_messages", number(found.lost), found.lost ? "bad" : null), line("put_aside", number(found.put_aside), found.put_aside ? "bad" : null),
      line("written_at", found.written_at ? moment(found.written_at) : "–"), line("uptime", found.uptime ? lasting(found.uptime) : "–"),
      line("errors", since ? `${say("refusal")} · ${say("since_when", { time: moment(since) })}${found.refusal ? ` · ${found.refusal}` : ""}` : say("no_error"), since ? "bad" : "good"),
    ),
  ];
}

export function storage({ rows, database_bytes: size, kind }) {
  const most = Math.max(1, ...rows.map((row) => row.bytes ?? 0));
  return [
    size === null ? null : make("p", {}, say("database", { kind, size: bytes(size) })),
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("storage") }, make(
      "table", {}, make("thead", {}, make("tr", {}, ["group", "messages", "stored_since", "stored_size"].map((key) => make("th", { scope: "col" }, say(key))))),
      make("tbody", {}, rows.map((row) => make(
        "tr", {}, make("td", {}, make("bdi", {}, row.name)), make("td", { class: "figure" }, number(row.messages)), make("td", {}, row.first_at ? day(row.first_at) : "–"),
        make("td", { class: "figure" }, bytes(row.bytes), make("meter", { max: most, value: row.bytes ?? 0, "aria-label": row.name })),
      ))),
    )),
  ];
}
