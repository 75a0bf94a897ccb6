// Single keys on the bench, which can be turned off; without this script every act is a button.

const form = document.querySelector("form[data-bench]");
const keys = document.querySelector("[data-keys]");
const NAME = "throughline-bench-keys";

if (form && keys) {
  const box = keys.querySelector("input");
  keys.hidden = false;
  box.checked = localStorage.getItem(NAME) !== "off";
  box.addEventListener("change", () => localStorage.setItem(NAME, box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const choice = form.querySelector(`#c-${CSS.escape(event.key)}`);
    const act = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (choice) {
      choice.checked = true;
      choice.focus();
    } else if (act) {
      event.preventDefault();
      act.click();
    }
  });
}
