// What every page does: print where a script can, register the service worker, keep what today
// needs, and send what had to wait for a connection.

import { flush, waiting } from "../session/outbox.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const body = document.body;
const token = () => document.cookie.match(/(?:^|; )ischia_csrf=([^;]+)/)?.[1] ?? "";

async function keepToday(registration) {
  const list = body.dataset.keep;
  if (!list || !navigator.onLine) return;
  const answer = await fetch(list, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const { pages, files, later } = await answer.json();
  const sparing = navigator.connection?.saveData; // the camera's files are large, and may wait
  registration.active?.postMessage({ type: "keep", pages, files, later: sparing ? [] : later });
}

async function sendWaiting() {
  if (!("indexedDB" in window)) return;
  const entries = await waiting();
  if (!entries.length) return;
  const answers = await flush(token());
  const left = (await waiting()).length;
  const note = document.querySelector("[data-outbox]");
  if (note) {
    note.hidden = left === 0;
    note.querySelector("[data-count]")?.replaceChildren(String(left));
  }
  if (answers.size && body.dataset.reloadWhenSent) window.location.reload();
}

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data?.type === "kept-later") body.dataset.keptLater = event.data.failed ? "partly" : "yes";
    if (event.data?.type === "kept") body.dataset.kept = event.data.failed ? "partly" : "yes";
  });
  navigator.serviceWorker
    .register("/worker.js", { scope: "/" })
    .then(() => navigator.serviceWorker.ready)
    .then(keepToday)
    .catch(() => {});
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
    navigator.serviceWorker.controller?.postMessage({ type: "forget" });
  });
}
addEventListener("online", () => sendWaiting().catch(() => {}));
sendWaiting().catch(() => {});
