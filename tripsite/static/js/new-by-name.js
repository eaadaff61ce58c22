// Lets a completing field that may do so take a name that is not there yet; the server then makes it.
// The new name comes after all that was found, so that Enter chooses somebody there is.
const select = window.django?.jQuery?.fn.select2;

if (select) {
  select.defaults.set("createTag", ({ term }) => {
    const name = term.trim();
    return name ? { id: `new:${name}`, text: `${name} (new)` } : null;
  });
  select.defaults.set("insertTag", (found, tag) => {
    const taken = found.some(({ text }) => text?.trim().toLowerCase() === tag.id.slice(4).toLowerCase());
    if (!taken) found.push(tag);
  });
  // Whoever is chosen last stands last, also if they were chosen before and taken out.
  window.django.jQuery(document).on("select2:select", "select[multiple]", ({ target, params }) => {
    if (params.data.element) target.append(params.data.element);
  });
}
