// Adding work from a phone: files go up in chunks and go on where they stopped; without a connection all that is typed
// and chosen waits on this phone, and is sent when there is one again. Without this script the form works all the same.

const CHUNK = 256 * 1024;
const form = document.querySelector("form[data-adding]");
const told = document.querySelector("[data-told]");
const waiting = document.querySelector("[data-waiting]");

// --- what waits on this phone: IndexedDB, one entry for each piece ---

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("throughline-work", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("pieces", { keyPath: "key" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function shelf(mode, act) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const asked = act(database.transaction("pieces", mode).objectStore("pieces"));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

// A phone may be handed on: what waits belongs to whoever is signed in.
const owner = (form || waiting)?.dataset.owner;
const keep = (entry) => shelf("readwrite", (pieces) => pieces.put(entry));
const forget = (key) => shelf("readwrite", (pieces) => pieces.delete(key));
const all = async () => (await shelf("readonly", (pieces) => pieces.getAll())).filter((entry) => entry.owner === owner);

// --- sending ---

const token = () => document.querySelector('[name="csrfmiddlewaretoken"]').value;

class Refused extends Error {}

async function send(method, address, body, headers = {}) {
  const answer = await fetch(address, {
    method, body, redirect: "error", credentials: "same-origin",
    headers: { Accept: "application/json", "X-CSRFToken": token(), ...headers },
  });
  if (answer.status === 403 || answer.status === 422) {
    const found = await answer.json().catch(() => ({}));
    throw new Refused(found.problem || form?.dataset.signIn || waiting?.dataset.signIn);
  }
  if (answer.status >= 500) throw new TypeError("the house does not answer");
  return answer;
}

async function digest(file) {
  if (!crypto.subtle) return "";
  const found = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(found)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function upload(file, uploads, progress) {
  const body = new URLSearchParams({ name: file.name, size: file.size, digest: await digest(file) });
  const { at } = await (await send("POST", uploads, body)).json();
  let offset = Number((await send("HEAD", at)).headers.get("Upload-Offset"));
  for (let begunAgain = 0; begunAgain < 3; ) {
    const answer = await send("PATCH", at, file.slice(offset, offset + CHUNK), {
      "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream",
    });
    if (answer.status === 201) return;
    const next = Number(answer.headers.get("Upload-Offset"));
    if (next <= offset) begunAgain += 1;
    offset = next;
    progress(Math.round((100 * offset) / file.size));
  }
  throw new Refused(form?.dataset.changed || waiting?.dataset.changed);
}

function body(entry) {
  const fields = new URLSearchParams(entry.fields);
  fields.set("phone_key", entry.key);
  return fields;
}

async function deliver(entry, progress = () => {}) {
  let found = await (await send("POST", entry.edit || entry.at, body(entry))).json();
  if (!entry.edit) {
    entry.edit = `${entry.list}${found.id}/edit/`;
    await keep(entry);
    // Sent once before, the piece was there already and nothing was changed by it; so everything is sent into it again.
    found = await (await send("POST", entry.edit, body(entry))).json();
  }
  while (entry.files.length) {
    await upload(entry.files[0], found.uploads, progress);
    entry.files.shift();
    await keep(entry);
  }
  await forget(entry.key);
  return found;
}

// --- the form ---

function entryOf() {
  const data = new FormData(form);
  const files = data.getAll("file").filter((file) => file instanceof File && file.size);
  const fields = [...data].filter(([name, value]) => !(value instanceof File) && name !== "csrfmiddlewaretoken");
  return {
    key: form.dataset.key, owner, at: form.getAttribute("action"), edit: form.dataset.edit, list: form.dataset.list, fields,
    files: files.length ? files : form.held || [], title: data.get("title") || "",
  };
}

function say(text) {
  told.hidden = !text;
  told.textContent = text;
}

function step() {
  return [...form.querySelectorAll("[data-step]")].find((each) => !each.hidden);
}

function fit() {
  const kind = new FormData(form).get("kind");
  for (const part of form.querySelectorAll("[data-kinds]")) {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind);
  }
}

function goOn() {
  const here = step();
  const next = form.querySelector(`[data-step="${Number(here.dataset.step) + 1}"]`);
  if (!next) return say(form.dataset.waits);
  here.hidden = true;
  next.hidden = false;
  form.elements.step.value = next.dataset.step;
  for (const each of document.querySelectorAll("[data-step-name]")) each.hidden = each.dataset.stepName !== next.dataset.step;
  fit();
  say(form.dataset.offline);
  next.querySelector("h1")?.focus();
}

async function submitted(event) {
  // Taking a file out goes its own plain way.
  if (event.submitter?.hasAttribute("formaction")) return undefined;
  event.preventDefault();
  const later = event.submitter?.name === "later";
  const entry = entryOf();
  const button = event.submitter;
  if (button) button.disabled = true;
  try {
    if (form.waits) throw new TypeError("what came before still waits here");
    const fields = later ? [...entry.fields, ["later", "yes"]] : entry.fields;
    const found = await (await send("POST", entry.at, body({ ...entry, fields }))).json();
    for (const file of entry.files) await upload(file, found.uploads, (part) => say(`${form.dataset.sending} ${part} %`));
    location.assign(found.next);
  } catch (problem) {
    if (button) button.disabled = false;
    if (problem instanceof Refused) return say(problem.message);
    form.held = entry.files;
    form.waits = true;
    await keep(entry);
    goOn();
  }
  return undefined;
}

// --- once there is a connection again ---

let busy = false;

async function flush() {
  if (busy || !navigator.onLine) return;
  busy = true;
  try {
    for (const entry of await all()) {
      // What is still being written on this page is sent from here once it is whole.
      const here = form && form.waits && entry.key === form.dataset.key;
      try {
        const found = await deliver(entry, (part) => say(`${form?.dataset.sending || waiting?.dataset.sending} ${part} %`));
        if (here) location.assign(step().dataset.step === "3" ? found.check : `${entry.edit}?step=${step().dataset.step}`);
      } catch (problem) {
        if (!(problem instanceof Refused)) break;
        say(problem.message);
      }
    }
  } finally {
    busy = false;
    await list();
  }
}

async function list() {
  if (!waiting) return;
  const entries = await all();
  waiting.hidden = !entries.length;
  waiting.querySelector("ul").replaceChildren(
    ...entries.map((entry) => Object.assign(document.createElement("li"), { textContent: entry.title || "…" })),
  );
}

if (form) {
  if (!form.dataset.key) form.dataset.key = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
  form.addEventListener("submit", submitted);
  form.addEventListener("change", fit);
  fit();
}
window.addEventListener("online", flush);
list().then(flush);
