(function () {
  "use strict";
  var bar = document.getElementById("filter");
  var problems = Array.prototype.slice.call(document.querySelectorAll(".problem"));
  if (bar && problems.length) {
    var chosen = { unit: bar.elements.unit, check: bar.elements.check, state: bar.elements.state };
    var count = document.getElementById("filter-count");
    var fits = function (node, names) {
      return names.every(function (name) {
        return !chosen[name] || !chosen[name].value || chosen[name].value === node.getAttribute("data-" + name);
      });
    };
    var apply = function () {
      var shown = 0;
      problems.forEach(function (node) {
        node.hidden = !fits(node, ["unit", "check", "state"]);
        if (!node.hidden) { shown += 1; }
      });
      document.querySelectorAll(".unit").forEach(function (node) { node.hidden = !fits(node, ["unit"]); });
      document.querySelectorAll(".problem-group").forEach(function (node) {
        node.hidden = !node.querySelector(".problem:not([hidden])");
      });
      count.textContent = shown + " / " + problems.length;
    };
    var clear = function () { bar.reset(); apply(); };
    bar.hidden = false;
    bar.addEventListener("change", apply);
    bar.addEventListener("submit", function (event) { event.preventDefault(); });
    bar.elements.clear.addEventListener("click", clear);
    window.addEventListener("hashchange", function () {
      var target = document.getElementById(location.hash.slice(1));
      if (target && target.closest("[hidden]")) { clear(); target.scrollIntoView(); }
    });
    clear();
  }
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (node) { node.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (node) { node.open = false; });
    opened = [];
  });
})();
