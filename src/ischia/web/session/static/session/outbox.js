// What could not be sent yet waits here, on the device, until the server has acknowledged it.
// Every entry carries an id made here, so that sending it twice stores it once.

const NAME = "ischia-outbox";
const STORE = "entries";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, work) {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode, { durability: "strict" });
      const asked = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

/** An id for an entry made on this device. */
export function newId() {
  return crypto.randomUUID();
}

/** Keep an entry safe on the device. */
export function keep(entry) {
  return inStore("readwrite", (store) => store.put(entry));
}

export function waiting() {
  return inStore("readonly", (store) => store.getAll());
}

function forget(id) {
  return inStore("readwrite", (store) => store.delete(id));
}

/** Send one entry. Returns the server's answer, or null when there is no network. */
async function send(entry, token) {
  let answer;
  try {
    answer = await fetch(entry.url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(entry.body),
    });
  } catch {
    return null;
  }
  return answer;
}

/** Send everything that waits, the oldest first. Returns the answers by id; what fails stays. */
export async function flush(token) {
  const answers = new Map();
  const entries = (await waiting()).filter((entry) => !entry.refused).sort((a, b) => a.made_at - b.made_at);
  for (const entry of entries) {
    const answer = await send(entry, token);
    if (!answer) break;
    if (answer.ok) {
      answers.set(entry.id, await answer.json());
      await forget(entry.id);
    } else if ([400, 409, 413].includes(answer.status)) {
      // The server will never take it: keep it, marked, so that nothing is lost silently.
      await keep({ ...entry, refused: true });
      // Its id is there already, with other content: another tab of this device was first.
      if (answer.status === 409) answers.set(entry.id, { first: "another" });
    } else {
      break;
    }
  }
  return answers;
}
