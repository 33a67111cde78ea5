(function () {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };
  var all = function (selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); };

  /* What a problem opens to, built of data: texts become text nodes, only web addresses become links. */
  var source = null;
  var data = function () { return source || (source = JSON.parse(byId("bodies").textContent)); };
  var element = function (name, className, children) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    (children || []).forEach(function (child) { made.appendChild(child); });
    return made;
  };
  var link = function (address, text) {
    var made = element("a", "address", [document.createTextNode(text)]);
    made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer nofollow";
    return made;
  };
  var isWeb = function (address) { return /^https?:\/\//i.test(address); };
  var isShot = function (address) { return /^evidence\/shots\/[0-9a-f]+\.png$/.test(address); };
  var kinds = {
    n: function (parts) { return build(data().shared[parts[0]]); },
    a: function (parts) { var text = say(parts[0]); return isWeb(text) ? link(text, text) : document.createTextNode(text); },
    b: function (parts) { return element("b", "", parts.map(build)); },
    s: function (parts) { return element("span", "soft small", parts.map(build)); },
    t: function (parts) { return element("span", "tag " + parts[0], [build(parts[1])]); },
    l: function (parts) {
      return element("ul", "", parts.map(function (part) { return element("li", "", [build(part)]); }));
    },
    d: function (parts) {
      return element("dl", "tree", parts.map(function (part, place) { return element(place % 2 ? "dd" : "dt", "", [build(part)]); }));
    },
    r: function (parts) {
      var head = parts[0].map(function (name) { var cell = element("th", "", [build(name)]); cell.scope = "col"; return cell; });
      var rows = parts[1].map(function (row) {
        return element("tr", "", row.map(function (cell) { return element("td", "", [build(cell)]); }));
      });
      var table = element("table", "", [element("thead", "", [element("tr", "", head)]), element("tbody", "", rows)]);
      var scroll = element("div", "scroll", [table]);
      scroll.tabIndex = 0;
      scroll.setAttribute("role", "group");
      scroll.setAttribute("aria-label", head.map(function (cell) { return cell.textContent; }).join(" "));
      return scroll;
    },
    x: function (parts) {
      var title = element("summary", "", [build(parts[0])]);
      var made = element("details", "facts", [title, element("div", "inside", [build(parts[1])])]);
      made.open = parts[2] === 1;
      return made;
    },
    g: function (parts) {
      var row = [];
      parts.forEach(function (part) { row.push(build(part), document.createTextNode(" ")); });
      return element("div", "", row);
    },
    f: function (parts) { return shot(say(parts[0]), document.createTextNode(say(parts[1]))); },
    m: function (parts) {
      var made = element("a", "small", [build(parts[1])]);
      made.href = "#" + say(parts[0]);
      return made;
    },
    i: function (parts) {
      var picture = document.createElement("img");
      picture.src = say(parts[0]);
      picture.alt = say(parts[1]);
      return shot(say(parts[2]), picture);
    }
  };
  var say = function (place) { return data().texts[place]; };
  var shot = function (address, child) {
    var made = element("a", "shot", [child]);
    if (isShot(address)) { made.href = address; made.target = "_blank"; made.rel = "noopener"; }
    return made;
  };
  var build = function (node) {
    return typeof node === "number" ? document.createTextNode(say(node)) : kinds[node[0]](node.slice(1));
  };
  var fill = function (problem) {
    if (problem.querySelector(".body")) { return; }
    var body = build(data().bodies[Number(problem.id.slice(1)) - 1]);
    body.className = "body";
    var fields = body.querySelector("dl");
    if (fields) { fields.className = "fields"; }
    problem.appendChild(body);
  };

  var problems = all("details.problem");
  document.addEventListener("toggle", function (event) {
    if (event.target.open && event.target.classList.contains("problem")) { fill(event.target); }
  }, true);

  /* The filter. What a problem says is read from the page when words are asked for first. */
  var bar = byId("filter");
  var clear = function () {};
  var apply = function () {};
  if (bar && problems.length) {
    var asked = bar.elements;
    var said = null;
    var rows = problems.map(function (node) {
      var column = node.querySelector(".column");
      return {
        node: node, unit: node.getAttribute("data-unit"), check: node.getAttribute("data-check"),
        state: node.getAttribute("data-state"), column: column ? column.textContent : ""
      };
    });
    var wanted = function (name) { return asked[name] ? asked[name].value.trim().toLowerCase() : ""; };
    var words = function (row) { return row.words || (row.words = row.node.textContent.toLowerCase()); };
    apply = function () {
      var unit = wanted("unit"), check = wanted("check"), state = wanted("state");
      var column = wanted("column").replace(/\s*>\s*/g, ">"), terms = wanted("words").split(/\s+/).filter(Boolean);
      var shown = 0, groups = {};
      rows.forEach(function (row) {
        var fits = (!unit || row.unit.toLowerCase() === unit) && (!check || row.check === check) &&
          (!state || row.state === state) && (!column || row.column.toLowerCase().indexOf(column) >= 0) &&
          terms.every(function (term) { return words(row).indexOf(term) >= 0; });
        if (row.node.hidden === fits) { row.node.hidden = !fits; }
        if (fits) { shown += 1; groups[row.unit] = true; }
      });
      all(".problem-group").forEach(function (group) { group.hidden = !groups[group.getAttribute("data-unit")]; });
      byId("filter-count").textContent = shown + " / " + rows.length;
      byId("none-fits").hidden = shown > 0;
    };
    clear = function () { bar.reset(); apply(); };
    var columns = {};
    rows.forEach(function (row) { if (row.column) { columns[row.column] = (columns[row.column] || 0) + 1; } });
    Object.keys(columns).sort(function (one, other) { return columns[other] - columns[one]; }).slice(0, 300)
      .forEach(function (name) { var option = document.createElement("option"); option.value = name; byId("columns").appendChild(option); });
    var later = 0;
    bar.hidden = false;
    bar.addEventListener("change", apply);
    bar.addEventListener("input", function () { clearTimeout(later); later = setTimeout(apply, 150); });
    bar.addEventListener("submit", function (event) { event.preventDefault(); apply(); });
    asked.clear.addEventListener("click", clear);
    all("[data-only]").forEach(function (own) {
      own.addEventListener("click", function () {
        bar.reset();
        if (asked.unit) { asked.unit.value = own.getAttribute("data-only"); }
        apply();
      });
    });
    clear();
  }

  /* A reference leads to what it names, also when that is filtered out or folded away. */
  var reveal = function () {
    var target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    if (target.closest("[hidden]")) { clear(); }
    for (var node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
      if (node.classList.contains("problem")) { fill(node); }  // the event of opening may come late, or not at all
    }
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  /* On paper units and the problems that are shown stand open. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = all("details.more:not([open]), details.problem:not([open])").filter(function (node) { return !node.closest("[hidden]"); });
    opened.forEach(function (node) {
      if (node.classList.contains("problem")) { fill(node); }
      node.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (node) { node.open = false; });
    opened = [];
  });
})();
