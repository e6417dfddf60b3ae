// Messages to this browser with the page closed: on and off in one tap, and only by that tap.
// The browser gives an address at its maker's push service; the server gets it, and nobody else.

const box = document.querySelector("[data-push]");
const token = () => document.cookie.match(/(?:^|; )ischia_csrf=([^;]+)/)?.[1] ?? "";
const part = (name) => box.querySelector(`[data-push-is=${name}]`);

function show(state) {
  for (const one of box.querySelectorAll("[data-push-is]")) one.hidden = one.dataset.pushIs !== state;
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function tell(want, subscription) {
  const { endpoint, keys = {} } = subscription.toJSON();
  const body = new URLSearchParams({ want, endpoint, p256dh: keys.p256dh ?? "", auth: keys.auth ?? "" });
  const headers = { "X-CSRFToken": token() };
  const answer = await fetch(box.dataset.push, { method: "POST", body, headers, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error("not kept");
  return answer.json();
}

async function switchOn() {
  if ((await Notification.requestPermission()) !== "granted") return show("refused");
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe(); // one of another key is of no use
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.pushKey) };
  const subscription = await pushManager.subscribe(wanted);
  try {
    await tell("on", subscription);
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
  return show("on");
}

async function switchOff() {
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  await subscription?.unsubscribe();
  if (subscription) await tell("off", subscription);
  show("off");
}

// A server that was set up anew has another key, and may not write to an older subscription.
function isOurs(subscription) {
  const key = subscription.options?.applicationServerKey;
  return !key || new Uint8Array(key).join() === bytes(box.dataset.pushKey).join();
}

async function look() {
  if (Notification.permission === "denied") return show("refused");
  const subscription = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (!subscription) return show("off");
  const known = box.dataset.pushEndpoints.split(" ").includes(subscription.endpoint);
  return show(known && isOurs(subscription) ? "on" : "off");
}

function attempt(work) {
  work().catch(() => show("failed"));
}

if (box) {
  for (const button of box.querySelectorAll("[data-push-on]")) button.addEventListener("click", () => attempt(switchOn));
  part("on").querySelector("[data-push-off]").addEventListener("click", () => attempt(switchOff));
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) attempt(look);
  else show("cannot");
}
