"use strict";
(() => {
  const $ = (q, on = document) => on.querySelector(q);
  const $$ = (q, on = document) => [...on.querySelectorAll(q)];
  const root = document.documentElement;
  root.classList.add("js");

  // -- explanations -----------------------------------------------------------------
  const panel = $("#panel");
  let pinned = null;
  let shown = null;

  const names = { trigger: "", actor: "Actor in", recipient: "Recipient in", source: "Source of", date: "Date of", place: "Place of", count: "Number in", tie: "Tie", claim: "Claim", uncoded: "Not coded" };

  function explanation(mark) {
    const box = document.createDocumentFragment();
    const seen = new Set();
    const roles = mark.dataset.role.split(" ");
    const targets = mark.dataset.all.split(" ");
    targets.forEach((id, n) => {
      const source = document.getElementById(id);
      if (!source || seen.has(id)) return;
      seen.add(id);
      const copy = source.cloneNode(true);
      copy.removeAttribute("id");
      $$("[id]", copy).forEach((e) => e.removeAttribute("id"));
      const item = document.createElement("div");
      item.className = "item " + roles[n];
      if (names[roles[n]]) {
        const label = document.createElement("p");
        label.className = "role";
        label.textContent = names[roles[n]] + (/ (in|of)$/.test(names[roles[n]]) ? " event " + id.slice(1) : "");
        item.append(label);
      }
      item.append(...(source.tagName === "LI" ? wrap(copy) : [copy]));
      box.append(item);
    });
    return box;
  }

  function wrap(li) {
    const p = document.createElement("p");
    p.append(...li.childNodes);
    return [p];
  }

  function show(mark) {
    if (!panel || shown === mark) return;
    clearMarks();
    shown = mark;
    const article = mark.closest("details.body");
    const slot = $(".slot", article);
    if (panel.parentNode !== slot) slot.append(panel);
    $(".inside", panel).replaceChildren(explanation(mark));
    panel.hidden = false;
    panel.scrollTop = 0;
    if (getComputedStyle(panel).position === "fixed") {
      const over = mark.getBoundingClientRect().bottom + 24 - panel.getBoundingClientRect().top;
      if (over > 0) scrollBy({ top: over });
    }
    const own = new Set(mark.dataset.to.split(" "));
    mark.classList.add("here");
    $$("a.s", article).forEach((other) => {
      if (other.dataset.to.split(" ").some((id) => own.has(id) && id[0] === "e")) other.classList.add("lit");
    });
  }

  function clearMarks() {
    $$("a.s.lit, a.s.here").forEach((m) => m.classList.remove("lit", "here"));
  }

  function hide() {
    pinned = shown = null;
    clearMarks();
    if (panel) panel.hidden = true;
  }

  $$("details.body").forEach((article) => {
    const marks = $$("a.s", article);
    marks.forEach((mark, n) => {
      mark.dataset.all = mark.dataset.to;
      const roles = mark.dataset.role.split(" ");
      mark.setAttribute("aria-label", mark.textContent.trim() + ": " + [...new Set(roles)].map((r) => (r === "uncoded" ? "not coded" : r === "trigger" ? "event" : r)).join(", "));
      // Tab goes from event to event; the arrows reach every other mark.
      mark.tabIndex = mark.id || roles[0] === "uncoded" || roles[0] === "claim" ? 0 : -1;
      mark.addEventListener("pointerenter", (e) => { if (!pinned && e.pointerType === "mouse") show(mark); });
      mark.addEventListener("focus", () => show(mark));
      mark.addEventListener("click", (e) => { e.preventDefault(); show(mark); pinned = pinned === mark ? null : mark; });
      mark.addEventListener("keydown", (e) => {
        if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
          const next = marks[n + (e.key === "ArrowRight" ? 1 : -1)];
          if (next) { e.preventDefault(); next.focus(); }
        } else if (e.key === "Enter") {
          e.preventDefault(); e.stopPropagation(); show(mark); pinned = mark; panel.focus();
        }
      });
    });
  });

  if (panel) {
    $(".close", panel).addEventListener("click", () => { const back = shown; hide(); if (back) back.focus({ preventScroll: true }); hide(); });
    document.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || panel.hidden) return;
      const back = panel.contains(document.activeElement) ? shown : null;
      hide();
      if (back) { back.focus(); hide(); }
    });
  }

  $$(".unfold").forEach((button) => button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open", open);
  }));

  // -- the table ----------------------------------------------------------------------
  const table = $("#table");
  const SIZE = 50;
  let page = 0;
  let rows = table ? $$("tbody tr", table) : [];
  const all = rows.slice();
  const text = new Map(all.map((row) => [row, row.textContent.toLowerCase()]));
  const pager = $(".pager");

  function matching() {
    const words = $("#f-text").value.toLowerCase().split(/\s+/).filter(Boolean);
    const type = $("#f-type").value, actor = $("#f-actor").value, status = $("#f-status").value;
    return rows.filter((row) =>
      words.every((word) => text.get(row).includes(word)) &&
      (!type || row.dataset.type === type) &&
      (!status || row.dataset.status === status) &&
      (!actor || row.dataset.actors.includes(" " + actor + " ")));
  }

  function draw() {
    const found = matching();
    const pages = Math.max(1, Math.ceil(found.length / SIZE));
    page = Math.min(Math.max(page, 0), pages - 1);
    const visible = new Set(found.slice(page * SIZE, (page + 1) * SIZE));
    all.forEach((row) => { row.hidden = !visible.has(row); });
    $("#f-count").textContent = found.length === all.length ? all.length + " events" : found.length + " of " + all.length + " events";
    pager.hidden = pages === 1;
    $("span", pager).textContent = "Page " + (page + 1) + " of " + pages;
    $$("button", pager).forEach((b) => { const to = page + Number(b.dataset.go); b.disabled = to < 0 || to >= pages; });
  }

  function key(row, column, numeric) {
    const cell = row.cells[column];
    const value = cell.dataset.key ?? cell.textContent.trim();
    return numeric ? Number(value) : value.toLowerCase();
  }

  if (table) {
    $$("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        $$("thead th", table).forEach((h) => h.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const numeric = head.dataset.sort === "number";
        rows = rows.slice().sort((a, b) => {
          const x = key(a, column, numeric), y = key(b, column, numeric);
          return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1);
        });
        $("tbody", table).append(...rows);
        page = 0;
        draw();
      });
    });
    const form = $("form.filter");
    form.addEventListener("input", () => { page = 0; draw(); });
    form.addEventListener("submit", (e) => e.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { page = 0; draw(); }));
    pager.addEventListener("click", (e) => { if (e.target.dataset.go) { page += Number(e.target.dataset.go); draw(); } });
    draw();
  }

  // -- ways between the parts -----------------------------------------------------------
  function go(id) {
    const target = document.getElementById(id);
    if (!target) return false;
    for (let d = target.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
    if (target.tagName === "TR" && target.hidden) {
      const form = $("form.filter");
      if (!matching().includes(target)) { form.reset(); }
      page = Math.floor(matching().indexOf(target) / SIZE);
      draw();
    }
    target.scrollIntoView({ block: "center" });
    if (target.matches("a")) target.focus({ preventScroll: true });
    else if (target.tagName === "TR") { const link = $("a, td", target); link.tabIndex = link.tabIndex < 0 ? -1 : link.tabIndex; link.focus({ preventScroll: true }); }
    target.classList.add("flash");
    setTimeout(() => target.classList.remove("flash"), 1600);
    return true;
  }

  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[href^='#']");
    if (!link || link.classList.contains("s") || e.defaultPrevented || e.ctrlKey || e.metaKey) return;
    const id = link.getAttribute("href").slice(1);
    if (/^[wr]\d+$/.test(id) && go(id)) {
      e.preventDefault();
      history.replaceState(null, "", "#" + id);
    }
  });
  if (/^#[wra]\d+$/.test(location.hash)) go(location.hash.slice(1));

  // -- paper --------------------------------------------------------------------------
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = $$("details:not([open])");
    closed.forEach((d) => { d.open = true; });
    all.forEach((row) => { row.hidden = false; });
  });
  addEventListener("afterprint", () => {
    closed.forEach((d) => { d.open = false; });
    if (table) draw();
  });
})();
