/** The top of the wall: all groups that one may see. */

import { groupBars } from "../charts/bars.js";
import { scatterDots } from "../charts/rounds.js";
import { rangeQuery } from "../base/place.js";
import { say } from "../base/words.js";
import { Card } from "../parts/card.js";

export class TopPart {
  constructor(ongroup) {
    this.ongroup = ongroup;
    const about = () => [say("groups"), this.period?.text].filter(Boolean);
    this.cards = [
      new Card({ key: "by_members", span: 8, about }), new Card({ key: "by_messages", span: 8, about }),
      new Card({ key: "scatter", span: 8, hint: say("scatter_hint"), about }),
    ];
  }

  show(wall, chosen) {
    this.period = wall.period;
    const draws = {
      by_members: (rows) => groupBars(rows, "members", "blue", chosen), by_messages: (rows) => groupBars(rows, "messages", "teal", chosen),
      scatter: (rows) => scatterDots(rows, chosen),
    };
    for (const card of this.cards) {
      const panel = wall.panels[card.key];
      card.show(panel, {
        draw: draws[card.key](panel.rows), onpick: (event) => event.data?.id && this.ongroup(event.data.id),
        pickRow: (row) => row.id && (() => this.ongroup(row.id)), csv: [`wall/${card.key}.csv`, rangeQuery()],
      });
    }
  }

  end() {
    for (const card of this.cards) card.end();
  }
}
