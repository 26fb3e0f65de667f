// The fleet's page: one card per board, kept current by the host's stream of snapshots. Everything a board says is written
// with textContent, so that no name or value can become markup.

import { Card } from "/card.js";

const SILENCE_MS = 5000; // the host speaks every second
const RETRY_MS = 2000;

const byId = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en");
const cards = new Map();
let stream = null;
let lastHeard = 0;

function write(id, value) {
  if (byId(id).textContent !== value) byId(id).textContent = value;
}

function render(snapshot) {
  byId("loading").hidden = true;
  byId("host-lost").hidden = true;
  byId("broker-lost").hidden = snapshot.brokerConnected;
  byId("totals").hidden = false;
  for (const total of ["total", "online", "dead", "samples"]) {
    write(total, whole.format(snapshot[total]));
  }
  document.title = snapshot.total ? `${snapshot.online}/${snapshot.total} online – EdgeDFA fleet` : "EdgeDFA fleet";
  write("broker-uri", snapshot.brokerUri);
  write("group", snapshot.group === "+" ? "any" : snapshot.group);
  byId("empty").hidden = snapshot.total > 0;
  byId("boards").hidden = snapshot.total === 0;
  byId("more").hidden = snapshot.total <= snapshot.boards.length;
  write("more", `The first ${snapshot.boards.length} of ${snapshot.total} boards are shown; all are at /api/boards.`);
  renderBoards(snapshot);
}

function renderBoards(snapshot) {
  const grid = byId("boards");
  snapshot.boards.forEach((board, place) => {
    let card = cards.get(board.id);
    if (!card) {
      card = new Card(byId("card"), board);
      cards.set(board.id, card);
      grid.insertBefore(card.element, grid.children[place] ?? null);
      card.start();
    }
    card.update(board, snapshot.now);
  });
  const present = new Set(snapshot.boards.map((board) => board.id));
  for (const [id, card] of cards) {
    if (!present.has(id)) {
      card.chart.destroy();
      card.element.remove();
      cards.delete(id);
    }
  }
}

function listen() {
  stream?.close();
  lastHeard = performance.now();
  stream = new EventSource("/api/live");
  stream.onmessage = (event) => {
    lastHeard = performance.now();
    render(JSON.parse(event.data));
  };
  stream.onerror = hostLost;
}

// A board's state is not known while the host is silent; the last numbers stay, marked as such.
function hostLost() {
  byId("loading").hidden = true;
  byId("host-lost").hidden = false;
  write("online", "?");
  write("dead", "?");
  for (const card of cards.values()) {
    card.setState("unknown", "the host does not answer");
  }
}

// EventSource gives up after some errors, and notices no silence; this does both.
setInterval(() => {
  const silent = performance.now() - lastHeard > SILENCE_MS;
  if (silent) hostLost();
  if (silent || stream.readyState === EventSource.CLOSED) listen();
}, RETRY_MS);

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const card of cards.values()) card.recolour();
});

listen();
