/* Where a browser has Trusted Types, a string becomes HTML only through here. Leaflet, PhotoSwipe and jQuery, which know
   nothing of them, pass through the policy that is called "default". It parses the string where nothing runs, and takes
   out whatever could. Scripts come from this site alone; no string ever becomes one. */
(() => {
  if (!window.trustedTypes?.createPolicy) return;
  const inert = trustedTypes.createPolicy("inert", { createHTML: (html) => html });
  const RUNS = "script, iframe, frame, object, embed, base, meta, link, style";
  const LEADS = /^(href|src|action|formaction|xlink:href|data|poster|to|from|values)$/i;

  const clean = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches(RUNS)) {
        element.remove();
        continue;
      }
      for (const { name, value } of [...element.attributes]) {
        const address = value.replace(/[\u0000-\u0020]/g, "");
        const leadsToScript = LEADS.test(name) && /^(javascript|vbscript|data:text)/i.test(address);
        if (/^on/i.test(name) || /^srcdoc$/i.test(name) || leadsToScript) element.removeAttribute(name);
      }
      if (element instanceof HTMLTemplateElement) clean(element.content);
    }
  };

  trustedTypes.createPolicy("default", {
    createHTML(html) {
      if (!/[<&]/.test(html)) return html;
      const template = document.createElement("template");
      template.innerHTML = inert.createHTML(html);
      clean(template.content);
      return template.innerHTML;
    },
    createScriptURL: (url) => (new URL(url, document.baseURI).origin === location.origin ? url : null),
    createScript: () => null,
  });
})();
