// A form that saves by itself stops doing so once it is sent. What it is saving then is waited for, and broken off only
// after ten seconds. The server may get to it last all the same: a form that has a turn says which came after which.
const LONGEST_WAIT = 10_000;
const takeTurn = ({ elements }) => elements?.turn && elements.turn.value++;

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const { target: form, submitter } = event;
  const waits = "sent" in form.dataset;
  form.dataset.sent = "";
  if (!form.classList.contains("htmx-request")) {
    takeTurn(form);
    return;
  }
  event.preventDefault();
  if (waits) return;
  const late = setTimeout(() => htmx.trigger(form, "htmx:abort"), LONGEST_WAIT);
  form.addEventListener("htmx:afterRequest", () => {
    clearTimeout(late);
    form.requestSubmit(submitter);
  }, { once: true });
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if ("sent" in event.target.dataset) event.preventDefault();
  else takeTurn(event.target);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
// Only where this runs is anything saved along the way.
for (const note of document.querySelectorAll("[data-saves]")) note.textContent = note.dataset.saves;
