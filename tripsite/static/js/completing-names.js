// Gives completing fields, which select2 draws, the names of the fields they stand for.
const $ = window.django?.jQuery;
const complete = $?.fn.djangoAdminSelect2;

function name(field) {
  const label = field.labels?.[0]?.textContent.trim() || field.dataset.placeholder;
  const drawn = field.nextElementSibling;
  if (!label || !drawn?.matches(".select2-container")) return;
  const chosen = field.multiple ? "" : field.selectedOptions[0]?.textContent.trim();
  drawn.querySelector("[role=textbox]")?.setAttribute("aria-label", chosen ? `${label}: ${chosen}` : label);
  if (!field.multiple) return;
  drawn.querySelector("[role=combobox]").setAttribute("aria-label", label);
  drawn.querySelector(".select2-search__field")?.setAttribute("aria-label", label);
}

if (complete) {
  $.fn.djangoAdminSelect2 = function completeWithNames() {
    complete.call(this);
    this.each((_, field) => name(field));
    return this.on("change", ({ target }) => name(target));
  };
  // The field to search in is drawn when its list opens.
  $(document).on("select2:open", ({ target }) => {
    document
      .querySelector(".select2-container--open .select2-dropdown .select2-search__field")
      ?.setAttribute("aria-label", target.labels?.[0]?.textContent.trim() || "Search");
  });
}
