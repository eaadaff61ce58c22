// What is typed, in this browser's own database. A record is one page's form in one window:
// {window, user, page, values, at, sentAt}, with times as milliseconds.
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
  const request = step(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (record) => run("readwrite", (store) => store.put(record));

export const remove = (window) => run("readwrite", (store) => store.delete(window));

// The records of one page and user, newest first. Those that are too old go.
export async function ofPage(user, page) {
  const records = await run("readonly", (store) => store.getAll());
  const old = records.filter((record) => Date.now() - record.at > LONGEST_MS);
  await Promise.all(old.map((record) => remove(record.window)));
  const mine = records.filter((record) => record.user === user && record.page === page && !old.includes(record));
  return mine.sort((one, other) => other.at - one.at);
}
