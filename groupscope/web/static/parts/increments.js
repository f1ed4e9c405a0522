/** What a few more messages change in what is shown already, so that nobody has to ask the server again. */

/** Mean of a mood that covers `scored` messages, with more of them. */
function moved(row, said) {
  if (row.mood === null || row.mood === undefined || !said.scored) return;
  const before = row.scored ?? 0;
  row.mood = (row.mood * before + said.mood) / (before + said.scored);
  row.scored = before + said.scored;
}

/** The figures of the whole and the bars of groups. */
export function addToWall(wall, said) {
  wall.figures.messages += said.count;
  for (const panel of Object.values(wall.panels)) {
    const row = panel.rows.find((one) => one.id === said.group);
    if (row) row.messages += said.count;
  }
  wall.panels.by_messages.rows.sort((a, b) => b.messages - a.messages);
}

function addToRank(rank, said) {
  for (const [id, count] of Object.entries(said.by_member)) {
    const row = rank.rows.find((one) => one.id === Number(id));
    if (row) row.messages += count;
    else rank.rows.push({ id: Number(id), name: said.names[id] ?? id, messages: count, share: 0, moved: null, is_new: true, is_marked: false });
  }
  rank.facts.total += said.count;
  rank.empty = null;
  rank.rows.sort((a, b) => b.messages - a.messages);
  rank.rows.forEach((row, i) => {
    row.place = i + 1;
    row.share = row.messages / rank.facts.total;
  });
}

function addToCloud(cloud, words) {
  for (const [word, count] of Object.entries(words)) {
    const row = cloud.rows.find((one) => one.word === word);
    if (row) row.messages += count;
    else cloud.rows.push({ word, messages: count });
  }
  if (cloud.rows.length) cloud.empty = null;
}

/** Add to the bucket of a moment; false where there is none yet, and the server must be asked. */
function addToBuckets(panel, said, count) {
  const row = panel.rows.findLast((one) => one.since <= said.newest_at);
  if (!row || said.newest_at >= row.until) return false;
  row.messages += count;
  if (count === said.count) moved(row, said);
  panel.empty = null;
  return true;
}

/** The panels of the group that is looked at. Returns whether all of them could follow. */
export function addToGroup(panels, said) {
  const { summary, rank, cloud, trend, day } = panels;
  if (summary?.facts.messages !== undefined) summary.facts.messages += said.count;
  if (rank && !rank.forbidden) addToRank(rank, said);
  if (summary && rank) summary.facts.speakers = Math.max(summary.facts.speakers ?? 0, rank.rows.length < 100 ? rank.rows.length : 0);
  if (cloud && !cloud.forbidden) addToCloud(cloud, said.words);
  let follows = !said.questions;
  if (trend) follows = addToBuckets(trend, said, said.count) && follows;
  if (day) addToBuckets(day, said, said.count);
  return follows;
}

/** The panels of the member that is looked at: how much they said is known, which words were theirs is not. */
export function addToMember(panels, said, id, hour) {
  const count = said.by_member[id];
  if (!count) return;
  if (panels.summary?.facts.messages !== undefined) panels.summary.facts.messages += count;
  const row = panels.hours?.rows?.find((one) => one.hour === hour);
  if (row && !panels.hours.forbidden) {
    row.messages += count;
    panels.hours.empty = null;
  }
}
