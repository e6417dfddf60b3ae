// The service worker: today's sessions, figures and the camera's files without a network.
// Pages come from the network first, so that nobody exercises from a stale program while online;
// files named by their content come from the cache first.

const FILES = "ischia-files-1";
const PAGES = "ischia-pages-1";
const FALLBACK = "/offline/";
const LONG_LIVED = ["/static/", "/figure/", "/camera/"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PAGES).then((cache) => cache.add(FALLBACK)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== FILES && n !== PAGES).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (LONG_LIVED.some((start) => url.pathname.startsWith(start))) event.respondWith(fromCache(request));
  else if (request.mode === "navigate") event.respondWith(fromNetwork(request));
});

async function fromCache(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(FILES)).put(request, answer.clone());
  return answer;
}

async function fromNetwork(request) {
  try {
    const answer = await fetch(request);
    if (answer.status >= 502) throw new Error("no server behind it");
    return answer;
  } catch {
    return (await caches.match(request, { ignoreVary: true })) ?? (await caches.match(FALLBACK));
  }
}

// The page says what today needs; signing out says that nothing may stay.
self.addEventListener("message", (event) => {
  const { type, pages = [], files = [], later = [] } = event.data ?? {};
  if (type === "keep") event.waitUntil(keep(pages, files, event.source).then(() => keepLater(later, event.source)));
  if (type === "forget") event.waitUntil(Promise.all([caches.delete(PAGES), tellNoMore()]));
});

// A message of this server, which only this browser can read: shown as it says, one at a time.
self.addEventListener("push", (event) => {
  const { title = "Ischia", body = "", lang = "", to = "/today/" } = read(event.data);
  const shown = { body, lang, dir: "auto", tag: "session", renotify: true, data: { to } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

function read(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.to ?? "/", self.location.origin);
  const to = wanted.origin === self.location.origin ? wanted.href : self.location.origin;
  event.waitUntil(open(to));
});

async function open(to) {
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((one) => one.url === to) ?? pages.find((one) => !one.url.includes("/session/"));
  if (!page) return self.clients.openWindow(to);
  await page.focus();
  return page.url === to ? page : page.navigate(to);
}

async function tellNoMore() {
  const told = await self.registration.pushManager?.getSubscription();
  await told?.unsubscribe();
}

async function keep(pages, files, client) {
  const kept = await caches.open(FILES);
  const missing = [];
  for (const file of files) {
    if (!(await kept.match(file))) missing.push(file);
  }
  const results = await Promise.allSettled([
    ...missing.map((file) => kept.add(file)),
    ...pages.map((page) => refresh(page)),
  ]);
  const failed = results.filter((result) => result.status === "rejected").length;
  client?.postMessage({ type: "kept", failed });
}

// One after the other, so that nothing that the person does has to wait for them.
async function keepLater(files, client) {
  const kept = await caches.open(FILES);
  let failed = 0;
  for (const file of files) {
    if (await kept.match(file)) continue;
    await kept.add(file).catch(() => (failed += 1));
  }
  client?.postMessage({ type: "kept-later", failed });
}

async function refresh(page) {
  const answer = await fetch(page, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`cannot keep ${page}`);
  await (await caches.open(PAGES)).put(page, answer);
}
