/*
 * The first-party script: tells Enfilade which pages were read, for how long and how far.
 *
 * It stores nothing in the browser (the server sets one HttpOnly cookie), injects nothing, evaluates nothing, and does
 * not run at all for visitors who send Global Privacy Control or Do Not Track. Written in ES2017; `build.sh` makes
 * enfilade.min.js of it, which is what GET /e.js serves.
 */
(function (window, document, navigator, location, history) {
  "use strict";
  const tag = document.currentScript || document.querySelector("script[data-key]");
  const waiting = window.enfilade && window.enfilade.q;
  if (!tag || navigator.globalPrivacyControl || navigator.doNotTrack === "1") {
    window.enfilade = function () {};
    return;
  }
  // A second tag on the same page would count everything twice.
  if (window.enfilade && !waiting) return;

  const IDLE_MS = 30000; // Reading without any input for longer than this is taken for absence.
  const SAFETY_SECONDS = 30; // How often an open page reports, in case its end is never seen.
  const BATCHING_MS = 200; // Lets a router set the title and queued commands join the page view.
  const MOST_KEPT = 50; // Messages kept while they cannot be sent.
  const MOST_TRIES = 5;
  const DOWNLOAD = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|zip|gz|dmg|exe|msi|pkg|epub|mp[34]|mov|ics)$/i;

  const endpoint = new URL("e", tag.src).href;
  const clock = () => performance.now();
  let consent = tag.dataset.consent === "wait" ? "wait" : undefined;
  let outbox = [];
  let sending = false;
  let tries = 0;
  let view; // The page being read: {id, url, path, seconds, depth, told}.
  let lastInput = clock();
  let lastTick = lastInput;
  let ticks = 0;

  function random(words) {
    return Array.from(crypto.getRandomValues(new Uint32Array(words)), (word) => word.toString(36)).join("");
  }

  function say(type, fields) {
    const message = Object.assign({ t: type, i: random(4), a: clock() }, fields);
    if (consent !== "denied" && outbox.length < MOST_KEPT) outbox.push(message);
    return message.i;
  }

  // While the page is open, one request at a time, so that the first answer can set the cookie before the second
  // request goes out, and what an unavailable server refused is told again (message ids make that harmless).
  // A page that is being left has only the beacon.
  function send(leaving) {
    if (!outbox.length || consent === "wait" || (sending && !leaving)) return;
    const messages = outbox;
    const now = clock();
    outbox = [];
    const body = JSON.stringify({
      v: 1,
      k: tag.dataset.key,
      sent: Date.now(),
      c: consent,
      e: messages.map((message) => {
        if (message.t === "page" && !message.n) message.n = document.title;
        return Object.assign({}, message, { a: Math.round(now - message.a) });
      }),
    });
    if (leaving === true && navigator.sendBeacon && navigator.sendBeacon(endpoint, body)) return;
    sending = true;
    fetch(endpoint, { method: "POST", body: body, credentials: "include", keepalive: true })
      .then((answer) => answer.status < 500 && answer.status !== 429, () => false)
      .then((settled) => {
        sending = false;
        if (settled) {
          tries = 0;
          send();
        } else if (++tries < MOST_TRIES && consent !== "denied") {
          outbox = messages.concat(outbox).slice(0, MOST_KEPT);
        }
      });
  }

  function sendSoon() {
    setTimeout(send, BATCHING_MS);
  }

  // Seconds and depth are totals of the page view so far: of several messages about one view the largest counts.
  function tellReading() {
    const told = Math.round(view.seconds * 10) / 10 + "/" + view.depth.toFixed(2);
    if (told === view.told || told === "0/0.00") return;
    view.told = told;
    say("read", { o: view.id, d: +told.split("/")[0], s: +told.split("/")[1], u: view.url });
  }

  function leave() {
    tellReading();
    send(true);
  }

  function withoutToken(link) {
    return /[?&]ef_s=/.test(link)
      ? link.replace(/([?&])ef_s=[^&#]*&?/, "$1").replace(/[?&](?=#|$)/, "")
      : link;
  }

  function withToken(link, token) {
    const parts = withoutToken(link).split("#");
    parts[0] += (parts[0].includes("?") ? "&" : "?") + "ef_s=" + token;
    return parts.join("#");
  }

  function openView(referrer) {
    if (view) tellReading();
    const url = location.href;
    const shown = withoutToken(url);
    view = { id: say("page", { u: url, r: referrer }), url: shown, path: location.pathname, seconds: 0, depth: 0 };
    // The next person this address is sent to must not look like the last one.
    if (shown !== url) history.replaceState(history.state, "", shown);
    sendSoon();
  }

  function openViewIfMoved() {
    if (location.pathname !== view.path) openView(view.url);
  }

  function measureDepth() {
    const root = document.documentElement;
    // A page that is still loading is short, and would seem read to its end.
    if (document.readyState !== "complete" || !root.scrollHeight) return;
    view.depth = Math.min(1, Math.max(view.depth, (window.scrollY + window.innerHeight) / root.scrollHeight));
  }

  function tick() {
    const now = clock();
    if (document.visibilityState === "visible" && document.hasFocus() && now - lastInput < IDLE_MS) {
      // A machine that slept wakes with one long tick.
      view.seconds += Math.min(now - lastTick, 2000) / 1000;
      measureDepth();
    }
    lastTick = now;
    if (++ticks % SAFETY_SECONDS === 0 && consent !== "wait") {
      tellReading();
      send();
    }
  }

  // The address with a token that the server will know again; the plain address for who has not agreed.
  function share(link) {
    if (consent === "wait" || consent === "denied") return link;
    const token = random(2);
    say("share", { k: token, u: link });
    sendSoon();
    return withToken(link, token);
  }

  // A copied address carries a token, so that a colleague who opens it is seen as a colleague.
  function onCopy(event) {
    const field = document.activeElement;
    const text =
      String(window.getSelection()) ||
      (field && field.selectionEnd ? field.value.slice(field.selectionStart, field.selectionEnd) : "");
    if (event.defaultPrevented || !event.clipboardData) return;
    for (const address of [withoutToken(location.href), location.origin + location.pathname]) {
      const start = text.indexOf(address);
      const end = start + address.length;
      // A longer address that merely begins like this one is another page.
      if (start < 0 || /^([\w/?&=#%~-]|\.\w)/.test(text.slice(end))) continue;
      event.clipboardData.setData("text/plain", text.slice(0, start) + share(address) + text.slice(end));
      event.preventDefault();
      return;
    }
  }

  function onShareClick(element) {
    const page = withoutToken(location.href);
    const href = element.getAttribute("href");
    if (!href) {
      const link = share(page);
      if (navigator.clipboard) navigator.clipboard.writeText(link).catch(() => {});
      return;
    }
    let marked;
    if (element.host === location.host) {
      marked = share(withoutToken(element.href));
    } else {
      // mailto: and the share pages of other sites carry the address as a value.
      const found = [encodeURIComponent(page), page].find((text) => href.includes(text));
      if (!found) return;
      marked = href.replace(found, () => encodeURIComponent(share(page)));
    }
    element.setAttribute("href", marked);
    setTimeout(() => element.setAttribute("href", href));
  }

  function onClick(event) {
    const target = event.target;
    if (!target.closest || event.button > 1) return;
    const sharing = target.closest("[data-enfilade-share]");
    if (sharing) return onShareClick(sharing);
    const link = target.closest("a[href],area[href]");
    if (!link || !/^https?:$/.test(link.protocol)) return;
    const download = link.hasAttribute("download") || DOWNLOAD.test(link.pathname);
    if (!download && link.host === location.host) return;
    say(download ? "download" : "click", { u: link.href, p: view.url });
    send(true);
  }

  // As it is now: the page may go on changing its object. What is no JSON fails here, where its author sees it.
  function copied(object) {
    return JSON.parse(JSON.stringify(object || {}));
  }

  const commands = {
    page: () => openView(view.url),
    track: (name, properties) => {
      say("track", { n: name, p: copied(properties), u: view.url });
      sendSoon();
    },
    identify: (id, traits) => {
      const named = typeof id !== "object";
      say("identify", { id: named ? id : undefined, traits: copied(named ? traits : id) });
      sendSoon();
    },
    consent: (state) => {
      if (state === "granted") {
        const resumed = consent === "denied";
        consent = state;
        say("consent", { c: state });
        if (resumed) openView(view.url);
        send();
      } else if (state === "denied") {
        consent = undefined;
        outbox = [];
        say("consent", { c: state });
        consent = state;
        send(true);
      }
    },
  };

  function run(command) {
    const [name, ...rest] = command;
    if (commands.hasOwnProperty(name)) commands[name](...rest);
  }

  function start() {
    ["pushState", "replaceState"].forEach((name) => {
      const original = history[name];
      history[name] = function () {
        const result = original.apply(this, arguments);
        openViewIfMoved();
        return result;
      };
    });
    openView(document.referrer);
    const on = (target, types, listener) =>
      types.forEach((type) => target.addEventListener(type, listener, { capture: true, passive: true }));
    on(window, ["popstate", "hashchange"], openViewIfMoved);
    on(window, ["pagehide"], leave);
    on(window, ["pageshow"], (event) => event.persisted && openView(view.url));
    on(window, ["pointermove", "pointerdown", "keydown", "scroll", "wheel", "touchmove"], () => (lastInput = clock()));
    on(document, ["visibilitychange"], () => document.visibilityState === "hidden" && leave());
    on(document, ["scroll"], measureDepth);
    on(document, ["click", "auxclick"], onClick);
    document.addEventListener("copy", onCopy);
    setInterval(tick, 1000);
    window.enfilade = function () {
      run(arguments);
    };
    (waiting || []).forEach(run);
  }

  // A page that the browser only prepares is not read yet.
  if (document.prerendering) document.addEventListener("prerenderingchange", start, { once: true });
  else start();
})(window, document, navigator, location, history);
