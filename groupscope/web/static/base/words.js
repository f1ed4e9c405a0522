/** What the page says, in Chinese and in English. */

const KEY = "groupscope-language";

const WORDS = {
  title: ["群镜看板", "groupscope"],
  live: ["实时", "Live"], connecting: ["连接中", "Connecting"], lost: ["连接断了，正在重连…", "Connection lost, reconnecting…"],
  wall: ["看板", "Wall"], lessons: ["课堂", "Lessons"], admin: ["管理", "Admin"], pages: ["页面", "Pages"],
  groups: ["群", "Groups"], group: ["群", "Group"], members: ["成员", "Members"], member: ["成员", "Member"],
  messages: ["消息", "Messages"], talking: ["在聊的群", "Talking"], speakers: ["发言人", "Speakers"], mood: ["平均情绪", "Mood"],
  language: ["English", "中文"], theme: ["深浅色", "Theme"], system: ["跟随系统", "system"], dark: ["深色", "dark"], light: ["浅色", "light"],
  logout: ["退出登录", "Log out"], everywhere: ["在所有设备上退出", "Log out everywhere"], here: ["只在这里退出", "Log out here"],
  range: ["时间范围", "Range"], "24h": ["24 小时", "24 h"], "7d": ["7 天", "7 d"], "30d": ["30 天", "30 d"], year: ["1 年", "1 y"],
  all: ["全部", "All"], custom: ["自定", "From–to"], from: ["从", "From"], to: ["到", "To"], show: ["查看", "Show"],
  by_members: ["群人数", "Groups by members"], by_messages: ["群消息数", "Groups by messages"], scatter: ["消息数 × 人数", "Messages × members"],
  scatter_hint: ["大小 = 发言人，颜色 = 情绪", "size = speakers, colour = mood"],
  rank: ["成员发言排行", "Member ranking"], rank_hint: ["点一下看这个人", "click to look at one"], gender: ["性别分布", "Gender"],
  male: ["男", "male"], female: ["女", "female"], unknown: ["未知", "unknown"],
  cloud: ["群词云", "Words of the group"], cloud_hint: ["点词看消息", "click a word"], trend: ["消息数与平均情绪", "Messages and mood"],
  newest: ["最新在前", "Newest first"], oldest: ["最早在前", "Oldest first"],
  heat: ["一周热力图", "Hours of the week"], heat_hint: ["每小时平均条数", "mean messages an hour"], day: ["当天十分钟参与", "The day by 10 minutes"], date: ["日期", "Date"],
  questions: ["待回答的问题", "Open questions"], quotes: ["最受欢迎的消息", "Top messages"], comings: ["进群与退群", "Joins and leaves"],
  coverage: ["记录与空缺", "Coverage and gaps"], ties: ["常和谁聊", "Talks with"], words: ["热词", "Hot words"],
  hours: ["活跃时段", "Hours of the day"], member_cloud: ["个人词云", "Words of the member"], member_mood: ["情绪变化", "Mood over time"],
  list: ["消息列表", "Messages"], list_hint: ["新的在上面", "newest first"], more: ["群里的更多", "More of the group"],
  table: ["看数据表", "Show as table"], chart: ["看图", "Show as chart"], png: ["下载图片 PNG", "Download PNG"], csv: ["下载数据 CSV", "Download CSV"],
  search: ["搜索", "Search"], search_group: ["搜群名或群号", "Name or number"], search_member: ["搜名片、昵称或 QQ 号", "Card, nickname or number"],
  search_messages: ["搜 TA 说过的话", "Search messages"], most: ["最活跃在前", "Most active first"], least: ["最少发言在前", "Least active first"], by_name: ["按名字", "By name"],
  sort: ["排序", "Order"], none_found: ["没有找到", "Nothing found"], load_more: ["更多", "More"],
  loading: ["正在读取…", "Loading…"], failed: ["没有读到，点一下再试", "Could not load; click to retry"], offline_: ["连不上看板", "The dashboard does not answer"],
  forbidden: ["这个群没有开放看别人的这一项", "This group does not open this about others"],
  previous: ["上一页", "Previous page"], next_: ["下一页", "Next page"], page_of: ["第 {page} / {pages} 页，共 {total} 条", "Page {page} of {pages}, {total} in all"],
  word_is: ["含「{word}」", "with “{word}”"], hour_is: ["{hour} 点", "at {hour}:00"], take_away: ["去掉筛选", "Remove filter"], close: ["关闭", "Close"],
  group_messages: ["群消息", "Messages of the group"], answered_by: ["{name} 回答", "answered by {name}"], open: ["待回答", "open"], answered: ["已回答", "answered"],
  no_open: ["没有待回答的问题", "No open question"], people: ["{count} 人回应", "{count} people"], joined: ["进群", "joined"], left: ["退群", "left"], kicked: ["被移出", "removed"],
  offline: ["共 {time} 没有记录", "{time} not recorded"], no_gap: ["没有空缺", "No gap"], recorded_since: ["{day} 起记录", "recorded since {day}"], covered: ["已覆盖", "covered"],
  days: ["天", "d"], hours_: ["小时", "h"], minutes: ["分", "min"], seconds: ["秒", "s"], gap: ["没有记录", "not recorded"], no_mood: ["没有可评的情绪", "no mood"],
  to_them: ["TA 找别人", "to others"], from_them: ["别人找 TA", "from others"], count: ["{count} 条", "{count}"], share: ["占比", "share"], before: ["较{before}", "vs {before}"],
  group_line: ["{messages} 条消息 · {speakers} 人发言 · 群号 {id}", "{messages} messages · {speakers} speakers · {id}"],
  member_line: ["{messages} 条消息 · QQ {id}", "{messages} messages · {id}"],
  zoom: ["点一根柱子放大", "click a bar to zoom"],
  login_hint: ["在任何一个有机器人的群里，或私聊机器人，发送", "Send in a group with the bot, or to the bot in private"],
  login_wait: ["发出后这里会自动继续。{time} 内有效。", "This page then continues by itself. Valid for {time}."],
  enter: ["进入看板", "Enter"], ticket_hint: ["一次性链接，只能用一次。", "A one-time link; it works once."], copy: ["复制", "Copy"], copied: ["已复制", "Copied"],
  is_it_you: ["是你吗？", "Is this you?"], it_is: ["是我，进入", "It is me"], it_is_not: ["不是我", "Not me"], in_private: ["私聊", "private chat"],
  claimed: ["刚才有人发送了登录码。只有是你自己发的，才点进入。", "Somebody sent the code. Enter only if that was you."], sent_at: ["时间", "Time"], where: ["在", "In"], who: ["谁", "Who"],
  new_code: ["换一个登录码", "New code"], code_gone: ["登录码过期了。", "The code has expired."], or_link: ["或者发送 {command}，机器人会私聊你一个链接。", "Or send {command} for a link in private."],
  no_groups: ["还没有你能看的群。", "There is no group that you may see."],
};

let chosen = localStorage.getItem(KEY) ?? "zh";
const more = {};

/** Pages bring their own words along. */
export function learn(words) {
  Object.assign(more, words);
}

export function language() {
  return chosen;
}

/** Speak the other language; whoever shows words draws itself anew. */
export function otherLanguage() {
  chosen = chosen === "zh" ? "en" : "zh";
  localStorage.setItem(KEY, chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/** The words of a key, with {names} filled in; a key that is not known says itself. */
export function say(key, values = {}) {
  const pair = more[key] ?? WORDS[key];
  const words = pair ? pair[chosen === "zh" ? 0 : 1] : key;
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
