// @ts-check
// The one place where these pages speak to the server.

/**
 * What the server says when it refuses: problem+json, `detail` being a sentence for a person.
 * @typedef {{title?: string, status?: number, detail?: string, field?: string, current?: unknown}} Problem
 */

const NO_ANSWER = "The server does not answer. Nothing was changed; try again when it runs.";
const NOT_SENT = "This could not be sent: the file cannot be read, or the server does not answer.";
const SIGNED_OUT =
  "You are not signed in any more. Sign in again in another tab (at /login, or with what “annotator link” prints), then try again.";

/** A refusal. `message` is the server's own sentence. */
export class ApiError extends Error {
  /**
   * @param {Problem} problem
   * @param {number} status the HTTP status, 0 where no answer came
   */
  constructor(problem, status) {
    const said = problem.detail || problem.title || `The server answered with error ${status}.`;
    super(status === 401 ? SIGNED_OUT : said);
    this.name = "ApiError";
    this.status = status;
    this.field = problem.field || "";
    this.current = problem.current;
  }
}

/**
 * @param {string} text
 * @returns {Problem}
 */
function problemOf(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}

/**
 * One request; `value` is the JSON, null where the answer has no content.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body] sent as JSON
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{status: number, value: any}>}
 */
export async function ask(method, path, body, headers = {}) {
  /** @type {RequestInit} */
  const init = { method, headers: { Accept: "application/json", ...headers } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  }
  let answer;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new ApiError({ detail: NO_ANSWER }, 0);
  }
  const text = await answer.text();
  if (!answer.ok) throw new ApiError(problemOf(text), answer.status);
  return { status: answer.status, value: text ? JSON.parse(text) : null };
}

/**
 * One request, of which only the JSON matters.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function call(method, path, body) {
  return (await ask(method, path, body)).value;
}

/** The address of an article in the API. @param {string} id @param {string} [rest] */
export function articlePath(id, rest = "") {
  return `/api/articles/${encodeURIComponent(id)}${rest}`;
}

/**
 * Sends the raw bytes of one file. `fetch` tells nothing about the way up, so this is the older
 * request object.
 * @param {string} path
 * @param {File} file
 * @param {(share: number) => void} onProgress share of the bytes that are sent, 0 to 1
 * @returns {Promise<any>}
 */
export function upload(path, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(problemOf(request.responseText));
      else reject(new ApiError(problemOf(request.responseText), request.status));
    });
    request.addEventListener("error", () => reject(new ApiError({ detail: NOT_SENT }, 0)));
    request.send(file);
  });
}

/** The sentence of any error. @param {unknown} error */
export function sentenceOf(error) {
  return error instanceof Error ? error.message : String(error);
}
