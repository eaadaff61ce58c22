// What is typed, in this browser's own database. A record is one page's form in one window:
// {window, user, page, values, at}, with the time in milliseconds.
const STORE = "drafts";
const LONGEST_MS = 60 * 24 * 3600 * 1000;

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("desk", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "window" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = null));
  return opened;
}

// Runs one step in a transaction of its own; done when the browser has it on disk.
async function run(mode, step) {
  const transaction = (await open()).transaction(STORE, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
  const request = step(transaction.objectStore(STORE), transaction);
  return done;
}

export function newWindow() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// How often something was typed before this was kept.
export const editsOf = (record) => Number(record.values._edits?.[0] ?? 0);

export function put(record) {
  return run("readwrite", (store, transaction) => {
    const request = store.put(record);
    // At once, rather than when the page looks again, for the page may be gone by then.
    transaction.commit();
    return request;
  });
}

// Removes a window's record, unless more was typed there than these edits.
export function remove(window, edits = Infinity) {
  return run("readwrite", (store) => {
    const request = store.get(window);
    request.onsuccess = () => request.result && editsOf(request.result) <= edits && store.delete(window);
    return request;
  });
}

// The records of one page and user, newest first. Those that are too old go.
export async function ofPage(user, page) {
  const records = await run("readonly", (store) => store.getAll());
  const old = records.filter((record) => Date.now() - record.at > LONGEST_MS);
  await Promise.all(old.map((record) => remove(record.window)));
  const mine = records.filter((record) => record.user === user && record.page === page && !old.includes(record));
  return mine.sort((one, other) => other.at - one.at);
}
