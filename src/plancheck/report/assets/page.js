// Hides findings by severity and group; the page is whole without it.
"use strict";
for (const form of document.querySelectorAll("form.filter")) {
  const file = form.closest("section.file");
  const status = form.querySelector("output");
  const apply = () => {
    const severities = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
    const group = form.querySelector("select").value;
    let shown = 0;
    for (const item of file.querySelectorAll("li.finding")) {
      const keep = severities.has(item.dataset.severity) && (!group || item.dataset.group === group);
      item.hidden = !keep;
      shown += keep ? 1 : 0;
    }
    for (const mark of file.querySelectorAll("mark[data-of]")) {
      const any = mark.dataset.of.split(" ").some((id) => !document.getElementById(id).hidden);
      mark.hidden = !any;
    }
    status.textContent = status.dataset.text.replace("{n}", shown);
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
}
