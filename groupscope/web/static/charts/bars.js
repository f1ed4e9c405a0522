/** Bars: groups by members and messages, the ranking of members. */

import { brief, number, percent } from "../base/figures.js";
import { say } from "../base/words.js";
import { categoryAxis, cut, fade, tip, valueAxis } from "./drawing.js";

/** Groups as standing bars, as many as there is room for; the chosen one is marked and never left out. */
export function groupBars(rows, value, colour, chosen) {
  return (colours, { width }) => {
    const most = Math.max(3, Math.floor((width - 60) / 46));
    const shown = rows.slice(0, most);
    const mine = rows.find((row) => row.id === chosen);
    if (mine && !shown.includes(mine)) shown.splice(-1, 1, mine);
    const each = (width - 60) / shown.length;
    const isNarrow = each < 58;
    return {
      grid: { left: 6, right: 6, top: 24, bottom: 2, containLabel: true },
      tooltip: tip(colours, (event) => [shown[event.dataIndex].name, `${say(value)} ${number(shown[event.dataIndex][value])}`]),
      xAxis: categoryAxis(colours, shown.map((row) => row.name), {
        axisLabel: { color: colours.ink2, fontSize: 12, interval: 0, rotate: isNarrow ? 35 : 0, formatter: (name) => cut(name, isNarrow ? 6 : each / 13) },
      }),
      yAxis: valueAxis(colours),
      series: [{
        type: "bar", barMaxWidth: 34, cursor: "pointer",
        data: shown.map((row) => ({
          value: row[value], id: row.id,
          itemStyle: { color: fade(row.id === chosen ? colours.amber : colours[colour]), borderRadius: [6, 6, 0, 0] },
        })),
        label: { show: true, position: "top", color: colours.ink2, fontSize: 12, formatter: ({ value: count }) => brief(count) },
      }],
    };
  };
}

/** Members as lying bars, most first; as many as fit, with the marked one among them. */
export function rankBars(rows, chosen) {
  return (colours, { width, height }) => {
    const most = Math.max(5, Math.floor((height - 4) / 19));
    const shown = rows.slice(0, most);
    const mine = rows.find((row) => row.id === chosen);
    if (mine && !shown.includes(mine)) shown.splice(-1, 1, mine);
    const letters = width < 320 ? 6 : 8;
    return {
      grid: { left: 12, right: 52, top: 2, bottom: 2, containLabel: true },
      tooltip: tip(colours, ({ dataIndex }) => {
        const row = shown[dataIndex];
        return [`${row.place}. ${row.name}`, row.share ? `${number(row.messages)} · ${percent(row.share)}` : number(row.messages)];
      }),
      xAxis: { type: "value", show: false },
      yAxis: categoryAxis(colours, shown.map((row) => `${row.place}  ${cut(row.name, letters)}`), {
        inverse: true, axisLine: { show: false }, triggerEvent: true,
        axisLabel: { color: colours.ink, fontSize: 12.5, interval: 0 },
      }),
      series: [{
        type: "bar", barCategoryGap: "34%", barMaxWidth: 18, cursor: "pointer", barMinHeight: 2,
        data: shown.map((row) => ({
          value: row.messages, id: row.id,
          itemStyle: { color: fade(row.id === chosen ? colours.amber : colours.violet, true), borderRadius: 5 },
        })),
        label: { show: true, position: "right", color: colours.ink2, fontSize: 12, formatter: ({ value }) => number(value) },
      }],
    };
  };
}

/** The member whose bar or name was clicked: names on the axis come without their datum. */
export function rankPicked(rows, event) {
  if (event.data?.id) return event.data.id;
  const place = parseInt(event.value, 10);
  return rows.find((row) => row.place === place)?.id;
}
