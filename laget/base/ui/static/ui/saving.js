// A form that saves by itself stops doing so once it is sent. What it is saving then is waited for, and broken off only
// after ten seconds: a save that the server got to last would put back what stood there before.
const LONGEST_WAIT = 10_000;

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const { target: form, submitter } = event;
  const waits = "sent" in form.dataset;
  form.dataset.sent = "";
  if (!form.classList.contains("htmx-request")) return;
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
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
