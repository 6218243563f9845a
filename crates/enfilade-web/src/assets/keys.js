/* Keys for the sheets. No page needs them: everything they do can be reached by links and forms. */
(() => {
  "use strict";
  const STORE = "enfilade-keys";
  /* The same words stand on the page /keys. */
  const KEYS = [
    ["/", "Find a company, a person or a piece"],
    ["j", "The next row"],
    ["k", "The row before"],
    ["Enter", "Open the row"],
    ["g", "Then f, r, a, c, s, m or h: go to a sheet"],
    ["?", "Show these keys"],
    ["Esc", "Leave a field, close this"],
  ];
  const ROWS = "main tbody tr, main .rows > li, main .agenda > li, main .ready, main .askedrow, main .notyet, main .deal";
  const LINK = "a[href], button, summary";
  let waitsForSheet = 0;

  const read = () => {
    try { return localStorage.getItem(STORE) !== "off"; } catch { return true; }
  };
  let on = read();
  const turn = (now) => {
    on = now;
    try { localStorage.setItem(STORE, now ? "on" : "off"); } catch { /* kept for this page only */ }
  };

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };

  /* Single keys can be in the way of other tools, so they can be turned off. */
  const keySwitch = () => {
    const label = element("label", "", "keys-switch");
    const box = element("input");
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => turn(box.checked));
    label.append(box, " Keys are on in this browser");
    return label;
  };

  const show = () => {
    const open = document.querySelector("dialog.keys");
    if (open) { open.close(); return; }
    const dialog = element("dialog", "", "keys");
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = element("h2", "Keys");
    title.id = "keys-title";
    const list = element("dl");
    for (const [key, meaning] of KEYS) {
      const term = element("dt");
      term.append(element("kbd", key));
      list.append(term, element("dd", meaning));
    }
    const close = element("button", "Close", "btn");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    dialog.append(title, list, keySwitch(), close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  const visible = (row) => row.getClientRects().length > 0;
  const step = (by) => {
    const rows = [...document.querySelectorAll(ROWS)].filter((row) => visible(row) && row.querySelector(LINK));
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const at = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
    const link = rows[at].querySelector(LINK);
    link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };

  const isTyping = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (!on || document.querySelector("dialog[open]:not(.keys)")) return;
    const goes = Date.now() - waitsForSheet < 1500;
    waitsForSheet = 0;
    if (goes) {
      const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); link.click(); return; }
    }
    const acts = {
      "/": () => { const field = document.getElementById("find"); if (field) { field.focus(); field.select(); } },
      j: () => step(1),
      k: () => step(-1),
      g: () => { waitsForSheet = Date.now(); },
      "?": show,
    };
    const act = Object.hasOwn(acts, event.key) && acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  /* What stands in a box can be taken along; the browser allows it on addresses it trusts. */
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = button.nextElementSibling;
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        said.textContent = ` ${said.dataset.copied}`;
      } catch { button.hidden = true; }
    });
  }

  document.querySelector("[data-keys-switch]")?.append(keySwitch());
})();
