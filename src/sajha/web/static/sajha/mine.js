// A person's own page: leaves at once, keeps one entry in the history, hides itself. The page works without it.
(function () {
  "use strict";
  var timer;

  // empty first: the old page would stay on the screen until the new one has come
  function leave() {
    document.body.replaceChildren();
    window.location.replace("/blank/");
  }

  function start() {
    var seconds = Number(document.body.dataset.seconds), ends = Date.now() + seconds * 1000;
    window.clearInterval(timer);
    if (seconds) { timer = window.setInterval(function () { if (Date.now() >= ends) { leave(); } }, 1000); }
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !event.isComposing) { leave(); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-leave]")) { event.preventDefault(); leave(); }
  });

  // a form is sent without a new entry in the history: the answer takes the place of the page
  document.addEventListener("submit", function (event) {
    if (!event.submitter) { return; }
    event.preventDefault();
    var form = event.target, fields = new URLSearchParams(new FormData(form));
    if (event.submitter.name) { fields.append(event.submitter.name, event.submitter.value); }
    fetch(form.action, { method: "POST", body: fields, cache: "no-store" }).then(function (answer) {
      return answer.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      document.documentElement.lang = page.documentElement.lang;
      document.title = page.title;
      document.body.replaceWith(page.body);
      window.scrollTo(0, 0);
      document.getElementById("content").focus();
      start();
    }).catch(function () { window.location.replace("/mine/"); });
  });

  // not in the list of open windows, not behind the button “back”
  document.addEventListener("visibilitychange", function () { document.body.hidden = document.hidden; });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { leave(); } });
  start();
})();
