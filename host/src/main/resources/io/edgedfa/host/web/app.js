// The dashboard: one frame, a page per address. Links between pages are followed without loading the frame again, so the
// live stream, the list of boards and a token that was typed in stay.

import { byId, write } from "/part/dom.js";
import { whole } from "/part/format.js";
import { fleet } from "/part/fleet.js";
import { offerToken } from "/part/token.js";
import * as overview from "/page/overview.js";
import * as board from "/page/board.js";
import * as models from "/page/models.js";
import * as experiments from "/page/experiments.js";
import * as alerts from "/page/alerts.js";

const PAGES = { "/": overview, "/board": board, "/models": models, "/experiments": experiments, "/alerts": alerts };

let leave = () => {};
let shown = "";

// A page has a title and show(main, parameters), which gives the function that ends what it started.
function show() {
  leave();
  shown = location.pathname + location.search;
  const main = byId("main");
  const page = PAGES[location.pathname];
  main.replaceChildren();
  main.className = location.pathname === "/" ? "overview" : location.pathname.slice(1);
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.pathname === location.pathname;
    here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  leave = page.show(main, new URLSearchParams(location.search));
  retitle();
}

function retitle() {
  const { totals, heard } = fleet;
  const name = document.querySelector("h1")?.textContent ?? "";
  const state = !heard ? "no answer" : totals?.total ? `${whole(totals.online)}/${whole(totals.total)} online` : "";
  document.title = [state, name, "EdgeDFA"].filter((part) => part).join(" – ");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.origin !== location.origin || !(link.pathname in PAGES) || link.hash) return;
  event.preventDefault();
  if (link.href === location.href) return;
  history.pushState(null, "", link.href);
  show();
  scrollTo(0, 0);
  byId("main").focus({ preventScroll: true });
});

addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) show();
});

fleet.onChange(() => {
  const { totals, heard } = fleet;
  byId("host-lost").hidden = heard;
  byId("broker-lost").hidden = !heard || !totals || totals.brokerConnected;
  byId("alerts-open").hidden = !totals?.alerts;
  write(byId("alerts-open").firstChild, whole(totals?.alerts));
  retitle();
});

offerToken(byId("token"), show);
fleet.start();
show();
