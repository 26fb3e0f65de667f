// The fleet at a glance: totals, and a table of its boards.

import { boardAddress, h, setAttribute, write } from "/part/dom.js";
import { Filters } from "/part/filters.js";
import { fleet } from "/part/fleet.js";
import { NONE, ago, celsius, many, model, percent, whole } from "/part/format.js";
import { command, empty, failure, loading } from "/part/notes.js";
import { Sparks } from "/part/spark.js";
import { alertCount, badge, setAlertCount, setBadge } from "/part/state.js";
import { Table } from "/part/table.js";

const SETTLE_MS = 5000; // between two changes of the order that nobody asked for
const TOTALS = { total: "boards", online: "online", dead: "dead", alerts: "open alerts", samples: "samples seen" };
const STATES = ["dead", "unknown", "paused", "online"];

const text = () => h("span");
const board = {
  make: () => h("a", { class: "row-link" }, h("span", { class: "edge" }), h("span", { class: "group" })),
  fill: (link, { id, edge, group }) => {
    setAttribute(link, "href", boardAddress(id));
    setAttribute(link, "title", id);
    write(link.firstChild, edge);
    write(link.lastChild, group);
  },
};

function columns(sparks) {
  return [
    { key: "edge", title: "board", value: ({ id }) => id.slice(id.indexOf("/") + 1), ...board },
    { key: "state", title: "state", value: (item) => STATES.indexOf(fleet.state(item)), make: badge, fill: (cell, item) => setBadge(cell, fleet.state(item), item.paused || item.reason) },
    { key: "model", title: "model", value: (item) => (item.modelId ? model(item.modelId, item.modelVersion) : null), make: text, fill: (cell, item) => write(cell, model(item.modelId, item.modelVersion)) },
    {
      key: "accuracy", title: "accuracy", value: (item) => item.accuracy, first: "desc",
      make: () => h("span", { class: "with-spark" }, sparks.make(), h("span", { class: "value" })),
      fill: (cell, item) => {
        sparks.fill(cell.firstChild, item);
        write(cell.lastChild, percent(item.accuracy));
      },
    },
    { key: "temperature", title: "temperature", value: (item) => item.temperature, first: "desc", make: text, fill: (cell, item) => write(cell, celsius(item.temperature)) },
    { key: "lastSeen", title: "last seen", value: (item) => item.lastSeen, first: "desc", make: text, fill: (cell, item) => write(cell, ago(fleet.now(), item.lastSeen)) },
    { key: "alerts", title: "alerts", value: (item) => item.alerts ?? 0, first: "desc", make: alertCount, fill: (cell, item) => setAlertCount(cell, item.alerts ?? 0) },
  ];
}

export function show(main, query) {
  const sparks = new Sparks();
  const table = new Table({ label: "boards", columns: columns(sparks), id: ({ id }) => id, sort: "edge", many: true }, query);
  const totals = Object.keys(TOTALS).map((name) => h("dd", { id: name }, NONE));
  const list = h("dl", { class: "totals" }, Object.values(TOTALS).map((title, i) => h("div", {}, h("dt", {}, title), totals[i])));
  const count = h("p", { class: "shown", role: "status" });
  const place = h("div", {}, loading("the fleet"));
  let sortedAt = 0;

  const filters = new Filters(query, () => draw(true));
  main.append(h("div", { class: "heading" }, h("h1", {}, "Fleet"), list), h("div", { class: "above" }, filters.element, count), place);

  // While somebody points at a row or walks through them, rows stay where they are.
  function draw(asked) {
    const known = [...fleet.boards.values()];
    for (const dd of totals) write(dd, fleet.heard ? many(fleet.totals?.[dd.id]) : "?");
    if (!fleet.listed) return fleet.trouble && place.replaceChildren(failure(fleet.trouble));
    filters.element.hidden = count.hidden = known.length === 0;
    if (known.length === 0) return place.replaceChildren(nobody());
    if (!table.element.isConnected) place.replaceChildren(table.element);
    filters.offer(known);
    const chosen = filters.apply(known);
    write(count, chosen.length === known.length ? whole(known.length) + (known.length === 1 ? " board" : " boards") : `${whole(chosen.length)} of ${whole(known.length)} boards`);
    const busy = table.element.matches(":hover, :focus-within") || performance.now() - sortedAt < SETTLE_MS;
    table.show(chosen, !asked && busy);
    if (asked || !busy) sortedAt = performance.now();
    sparks.wantOnly([...table.element.querySelectorAll(".body .row-link")].map((link) => link.title));
    nothing.hidden = chosen.length > 0;
    if (!nothing.isConnected) place.append(nothing);
  }

  const nothing = h("section", { class: "note empty", hidden: true }, h("h2", {}, "No board fits the filter"),
    h("button", { type: "button", onclick: () => filters.clear() }, "Show all boards"));
  const stop = fleet.onChange(() => draw(false));
  draw(true);
  return () => {
    stop();
    table.end();
  };
}

function nobody() {
  const { brokerUri, group } = fleet.totals ?? {};
  return h("div", { id: "empty" }, empty("No board has reported yet",
    h("p", {}, "Start one with the broker of this host in its configuration:"),
    command("java -jar edge-dfa-device.jar run --config board.toml"),
    h("p", {}, "Broker ", h("code", { id: "broker-uri" }, brokerUri ?? NONE), ", group ", h("code", { id: "group" }, group === "+" ? "any" : group ?? NONE),
      ". The board appears here by itself.")));
}
