// Small helps; every page works without them.
(function () {
  "use strict";
  var errors = document.querySelector(".errors");
  if (errors) { errors.focus(); }

  // an open menu closes at Escape and at a click elsewhere
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) { menu.removeAttribute("open"); }
    });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target.closest("details.menu")); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var menu = event.target.closest("details.menu[open]");
    closeMenus(null);
    if (menu) { menu.querySelector("summary").focus(); }
  });

  // what needs a script is shown when scripts run
  document.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-error]").forEach(function (part) { part.hidden = false; });
  });

  // a form that was sent is not sent twice
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    if (!event.defaultPrevented && event.target.method === "post") { event.target.dataset.sent = "yes"; }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // data-print prints, data-copy copies the text of the element that it names
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print], [data-copy]");
    if (!button) { return; }
    if (button.hasAttribute("data-print")) { window.print(); return; }
    navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  });
})();
