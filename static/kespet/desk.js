// Conveniences of the desk; every page works without this file.
(() => {
  "use strict";

  const typing = (node) =>
    node && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !typing(event.target)) {
      const box = document.querySelector("[data-find]");
      if (box) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    }
    if (event.key === "Escape") {
      document.body.classList.remove("k-nav-open");
    }
  });

  document.addEventListener("click", (event) => {
    const menu = event.target.closest("[data-menu]");
    if (menu) {
      event.preventDefault();
      const open = document.body.classList.toggle("k-nav-open");
      menu.setAttribute("aria-expanded", String(open));
      if (open) document.querySelector("#k-nav a")?.focus();
      return;
    }
    if (document.body.classList.contains("k-nav-open") && !event.target.closest("#k-nav")) {
      document.body.classList.remove("k-nav-open");
    }
    const more = event.target.closest("[data-more]");
    if (more) {
      event.preventDefault();
      loadMore(more);
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // «Show older» puts the next page of the timeline below, without leaving the page.
  async function loadMore(link) {
    link.setAttribute("aria-busy", "true");
    const answer = await fetch(link.href, { headers: { "X-Fragment": "timeline" } });
    if (!answer.ok) {
      location.href = link.href;
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = document.querySelector("#k-timeline");
    const fresh = [...page.querySelectorAll("#k-timeline > li")];
    list.append(...fresh);
    const next = page.querySelector("[data-more]");
    if (next) link.replaceWith(next);
    else link.remove();
    fresh[0]?.setAttribute("tabindex", "-1");
    fresh[0]?.focus();
  }

  // Rows of a repeated form (order lines): one more empty row.
  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-add-row]");
    if (!adder) return;
    event.preventDefault();
    const total = document.querySelector(`[name="${adder.dataset.addRow}-TOTAL_FORMS"]`);
    const blank = document.querySelector("template[data-row]");
    const html = blank.innerHTML.replaceAll("__prefix__", total.value);
    document.querySelector("[data-rows]").insertAdjacentHTML("beforeend", html);
    total.value = String(Number(total.value) + 1);
    document.querySelector("[data-rows] > :last-child input")?.focus();
  });

  // Work that lasts: the part of the page that shows it is fetched anew until it is over.
  async function poll() {
    const shown = document.querySelector("[data-poll]");
    if (!shown) return;
    const answer = await fetch(location.href).catch(() => null);
    if (answer && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-poll]");
      if (!fresh) {
        location.reload();
        return;
      }
      if (!shown.contains(document.activeElement)) shown.replaceChildren(...fresh.childNodes);
    }
    setTimeout(poll, 2000);
  }
  setTimeout(poll, 2000);

  // Text that was typed is not lost by leaving by accident.
  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
