// Runs of `host experiment`: a list, and each one's table and plots.

import { get, picture } from "/part/api.js";
import { h, setAttribute, write } from "/part/dom.js";
import { exactly, text as shown } from "/part/format.js";
import { command, empty, failure, fill } from "/part/notes.js";
import { Table } from "/part/table.js";

const text = () => h("span");
const plotsOf = (item) => (item.files ?? []).filter((file) => file.endsWith(".png"));
const time = (finished) => (typeof finished === "number" ? exactly(finished) : finished === true ? "finished" : finished === false ? "not finished" : shown(finished));
const path = (name) => "/api/experiments/" + encodeURIComponent(name);

const COLUMNS = [
  {
    key: "name", title: "experiment", value: (item) => item.name, make: () => h("a", { class: "row-link" }, h("span", { class: "edge" })),
    fill: (link, item) => {
      setAttribute(link, "href", "/experiments?" + new URLSearchParams({ name: item.name }));
      write(link.firstChild, item.name);
    },
  },
  { key: "title", title: "what it asks", value: (item) => item.title, make: text, fill: (cell, item) => write(cell, item.title ?? "") },
  { key: "finished", title: "finished", value: (item) => Number(item.finished), first: "desc", make: text, fill: (cell, item) => write(cell, time(item.finished)) },
  { key: "plots", title: "plots", value: (item) => plotsOf(item).length, first: "desc", make: text, fill: (cell, item) => write(cell, String(plotsOf(item).length)) },
];

export function show(main, query) {
  const name = query.get("name");
  const place = h("div");
  if (name) main.append(h("nav", { class: "back", "aria-label": "back" }, h("a", { href: "/experiments" }, "← Experiments")));
  main.append(h("div", { class: "heading" }, h("h1", {}, name ?? "Experiments")), place);
  const list = () => get("/api/experiments", { limit: 1000 });
  if (!name) {
    fill(place, "the experiments", list, ({ items }) => all(items, query));
  } else {
    fill(place, "the experiment", async () => (await list()).items.find((item) => item.name === name) ?? null, (item) => one(name, item));
  }
  return () => {};
}

function all(items, query) {
  if (items.length === 0) {
    return empty("There are no results yet", h("p", {}, "Run an experiment, for instance"),
      command("java -jar host/target/edge-dfa-host.jar experiment rules --quick"), h("p", {}, "and start the host with its results: ", h("code", {}, "serve --results results"), "."));
  }
  const table = new Table({ label: "experiments", columns: COLUMNS, id: (item) => item.name, sort: "finished" }, query);
  table.show(items);
  return table.element;
}

function one(name, item) {
  if (!item) return empty("There is no such experiment", h("p", {}, h("a", { href: "/experiments" }, "All experiments")));
  const table = h("div");
  fill(table, "the table", () => get(path(name) + "/table"), plain);
  const plots = plotsOf(item);
  return [
    h("p", { class: "lead-text" }, [item.title, time(item.finished)].filter((part) => part).join(" · ")),
    h("section", {}, h("h2", {}, "Table"), table),
    h("section", {}, h("h2", {}, "Plots"), plots.length ? h("div", { class: "plots" }, plots.map((file) => plot(name, file))) : h("p", { class: "nothing" }, "This experiment has no plots.")),
  ];
}

function plain({ columns, rows }) {
  return h("div", { class: "plain-scroll", tabindex: "0", role: "region", "aria-label": "table of results" }, h("table", { class: "plain" },
    h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, String(column))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((value) => h("td", {}, shown(value))))))));
}

// Fetched like everything else, so that it comes with a token where one is needed.
function plot(name, file) {
  const title = file.slice(file.lastIndexOf("/") + 1).replace(/\.png$/, "");
  const canvas = h("canvas", { role: "img", "aria-label": "plot " + title });
  const figure = h("figure", {}, canvas, h("figcaption", {}, title));
  picture(path(name) + "/plots/" + encodeURIComponent(file.slice(file.lastIndexOf("/") + 1))).then((image) => {
    Object.assign(canvas, { width: image.width, height: image.height });
    canvas.getContext("2d").drawImage(image, 0, 0);
  }).catch((error) => canvas.replaceWith(failure(error)));
  return figure;
}
