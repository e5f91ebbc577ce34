// @ts-check
// The people of a project: added, invited, given a role, removed and let in again.
import { ApiError, call, sentenceOf } from "./api.js";
import { byId } from "./basics.js";
import { fieldError, toast } from "./page.js";
import { done, nameAt, refresh } from "./people-lists.js";

const ADDRESS = "/api/people";

const form = byId("add-form", HTMLFormElement);
const field = byId("name", HTMLInputElement);
const invitation = byId("invitation", HTMLElement);
const link = byId("invitation-url", HTMLInputElement);
const blind = byId("blind", HTMLInputElement);

/** @param {string} name @param {string} [rest] */
function pathOf(name, rest = "") {
  return `${ADDRESS}/${encodeURIComponent(name)}${rest}`;
}

/**
 * Shows the link of an invitation, which nothing can show again.
 * @param {string} name
 * @param {{url: string, expires_at: string}} invite
 */
function showLink(name, invite) {
  byId("invitation-head", HTMLElement).textContent = `Send this link to ${name}`;
  const until = new Date(invite.expires_at).toLocaleString("en-GB", {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  byId("invitation-hint", HTMLElement).textContent =
    `It works once, until ${until}, and is shown only now. Whoever opens it first takes a password and comes in as ${name}.`;
  link.value = invite.url;
  byId("copy", HTMLButtonElement).textContent = "Copy";
  invitation.hidden = false;
  invitation.focus();
  invitation.scrollIntoView({ block: "nearest" });
}

/** @param {string} name */
async function invite(name) {
  await done(async () => showLink(name, await call("POST", pathOf(name, "/invite"))));
}

/** @param {string} name */
async function remove(name) {
  if (!(await done(() => call("DELETE", pathOf(name))))) return;
  toast(`${name} is removed and signed out everywhere. The labels stay.`, { undo: () => restore(name) });
}

/** @param {string} name */
async function restore(name) {
  if (await done(() => call("POST", pathOf(name, "/restore")))) toast(`${name} can sign in again.`);
}

/** @param {string} name @param {string} role @param {string} before */
async function setRole(name, role, before) {
  if (!(await done(() => call("PATCH", pathOf(name), { role })))) return;
  toast(`${name} is ${role === "admin" ? "an" : "a"} ${role} now.`, {
    undo: () => done(() => call("PATCH", pathOf(name), { role: before })),
  });
}

/** @param {boolean} wanted */
async function setBlind(wanted) {
  fieldError(blind, "");
  try {
    await call("PATCH", "/api/project", { blind: wanted });
    blind.checked = wanted;
  } catch (error) {
    blind.checked = !wanted;
    fieldError(blind, sentenceOf(error));
    return;
  }
  const news = wanted ? "Labellers label blind now." : "Labellers see each other’s labels now.";
  toast(news, { undo: () => setBlind(!wanted) });
}

async function add() {
  fieldError(field, "");
  const role = String(new FormData(form).get("role"));
  try {
    const person = await call("POST", ADDRESS, { name: field.value, role });
    form.reset();
    await refresh();
    showLink(person.name, person.invite);
  } catch (error) {
    const known = error instanceof ApiError && error.status === 422 && !field.value.trim();
    fieldError(field, known ? "Write the name of the person first." : sentenceOf(error));
    field.focus();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void add();
});

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("button");
  const name = nameAt(event);
  if (!button || !name) return;
  if ("invite" in button.dataset) void invite(name);
  else if ("remove" in button.dataset) void remove(name);
  else if ("restore" in button.dataset) void restore(name);
});

byId("people", HTMLElement).addEventListener("change", (event) => {
  const select = event.target;
  if (select instanceof HTMLSelectElement) void setRole(nameAt(event), select.value, select.dataset.role ?? "");
});

blind.addEventListener("change", () => void setBlind(blind.checked));

byId("copy", HTMLButtonElement).addEventListener("click", async (event) => {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Press Ctrl+C";
  }
});
