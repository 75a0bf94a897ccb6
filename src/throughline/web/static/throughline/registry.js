// The tree of a document: a branch that is opened fetches what stands under it, once. Without this script the link
// inside the branch leads to a page with it open.

document.addEventListener("toggle", async (event) => {
  const branch = event.target;
  const place = branch.open && branch.querySelector?.(":scope > [data-level]");
  if (!place || place.dataset.asked) return;
  place.dataset.asked = "yes";
  try {
    const answer = await fetch(place.dataset.level, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...found.body.childNodes);
  } catch {
    delete place.dataset.asked; // no connection: the link inside still leads there
  }
}, true);
