// How far an import is, without loading the page again by hand. Without this script a link on the page does the same.

const EVERY = 2000;

async function again() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const here = document.querySelector("[data-far]");
    const there = found.querySelector("[data-far]");
    if (answer.ok && !there) return location.reload();
    if (here && there) here.replaceChildren(...there.childNodes);
  } catch {
    // no connection just now: ask again later
  }
  setTimeout(again, EVERY);
}

if (document.querySelector("[data-far]")) setTimeout(again, EVERY);
