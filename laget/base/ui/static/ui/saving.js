// A form that saves by itself stops doing so once it is sent: what is under way says no more than what is sent.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.target.dataset.sent = "";
  htmx.trigger(event.target, "htmx:abort");
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if ("sent" in event.target.dataset) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
