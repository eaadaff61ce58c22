// One file on its way to the desk, by the tus protocol (the global `tus` is the vendored tus-js-client). What arrived
// stays there when the connection is lost or the page is left, and the next attempt goes on behind it.
import { csrfToken } from "./desk-request.js";

const PART = 2 * 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10000];
const WAIT_FOR_CONNECTION = 5000;

export class PhotoTransfer {
  constructor(file, { endpoint, destination, onProgress, onWait }) {
    this.onWait = onWait;
    this.upload = new tus.Upload(file, {
      endpoint,
      chunkSize: PART,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, ...destination },
      // The same file for another day is another upload.
      fingerprint: async () => fingerprint(file, destination),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrfToken()),
      onProgress,
      onSuccess: () => this.resolve(this.upload.url),
      onError: (error) => this.fail(error),
    });
  }

  // Resolves with the upload's address when all has arrived; rejects with a reason in words.
  async run() {
    const before = await this.upload.findPreviousUploads();
    if (before.length) this.upload.resumeFromPreviousUpload(before[0]);
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      this.upload.start();
    });
  }

  async cancel() {
    this.isCancelled = true;
    clearTimeout(this.waiting);
    await this.upload.abort(Boolean(this.upload.url)).catch(() => {});
    this.reject?.(new Error("cancelled"));
  }

  fail(error) {
    if (this.isCancelled) return;
    const response = error.originalResponse;
    if (response === null || response === undefined || response.getStatus() === 0) {
      this.onWait();
      const again = () => {
        clearTimeout(this.waiting);
        window.removeEventListener("online", again);
        if (!this.isCancelled) this.upload.start();
      };
      window.addEventListener("online", again);
      this.waiting = setTimeout(again, WAIT_FOR_CONNECTION);
      return;
    }
    this.reject(new Error(reasonOf(response)));
  }
}

// The files that were on their way to a destination when the page was left.
export async function unfinished(destination) {
  const uploads = await tus.defaultOptions.urlStorage.findAllUploads();
  const isHere = ({ metadata }) => Object.entries(destination).every(([key, value]) => metadata?.[key] === value);
  return uploads.filter(isHere);
}

function fingerprint(file, destination) {
  return ["tus", file.name, file.size, file.lastModified, ...Object.entries(destination).flat()].join("-");
}

function reasonOf(response) {
  try {
    return JSON.parse(response.getBody()).error;
  } catch {
    return `The server answered ${response.getStatus()}. Retry in a moment.`;
  }
}
