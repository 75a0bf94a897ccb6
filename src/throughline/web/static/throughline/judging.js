// Judging by keyboard: a digit chooses that level of the criterion at hand and goes on to the next; Alt+S keeps a draft.
// Without this script the form is the same, by Tab, arrows and Enter.

const form = document.querySelector("[data-judging]");

if (form) {
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  let at = Math.max(0, criteria.findIndex((each) => !each.querySelector("input:checked")));
  form.classList.add("has-keys");

  const goTo = (index) => {
    at = index;
    criteria.forEach((each, nth) => each.classList.toggle("at", nth === at));
  };

  form.addEventListener("focusin", (event) => {
    const found = criteria.indexOf(event.target.closest("[data-criterion]"));
    if (found >= 0) goTo(found);
  });

  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector('button[value="draft"]')?.click();
      return;
    }
    const typing = event.target.closest("textarea, select, input:not([type=radio])");
    if (typing || event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    const choice = criteria[at]?.querySelector(`input[value="${event.key}"]`);
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    if (at + 1 < criteria.length) {
      goTo(at + 1);
      criteria[at].querySelector("input:checked, input").focus();
    } else {
      form.querySelector("textarea").focus();
    }
  });
}
