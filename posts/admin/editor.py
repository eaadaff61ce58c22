"""The field that Markdown is written in: a text area with a toolbar, completions and a preview."""

from typing import Any, Literal

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script

Size = Literal["big", "small"]


class MarkdownEditor(AdminTextareaWidget):
    """A text area for Markdown: `big` for the text of a page, `small` for a caption or a note.

    What it completes and previews belongs to the day, trip, figure or talk of the admin page it stands on.
    An element around it may say so instead: `data-day="7"` or `data-trip="7"`.
    """

    template_name = "admin/widgets/markdown_editor.html"

    class Media:
        css = {"all": ["css/prose.css", "css/figures.css", "css/editor.css"]}
        js = (
            Script("vendor/markdown-toolbar-element/markdown-toolbar-element.js", type="module"),
            Script("vendor/text-expander-element/text-expander-element.js", type="module"),
            Script("js/markdown-editor.js", type="module"),
            Script("js/markdown-editor-completion.js", type="module"),
            Script("js/markdown-editor-preview.js", type="module"),
            Script("js/markdown-editor-full.js", type="module"),
        )

    def __init__(self, size: Size = "big", attrs: dict[str, Any] | None = None) -> None:
        rows = {"big": 16, "small": 3}[size]
        super().__init__({"class": "prose-source", "rows": rows} | (attrs or {}))
        self.size = size

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text with plain line ends: browsers send the ones of HTTP."""
        text = super().value_from_datadict(data, files, name)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"size": self.size, "buttons": BUTTONS}


class Button:
    """A button of the toolbar. `style` is the toolbar element's name for what it does, or one of ours."""

    def __init__(self, style: str, icon: str, label: str, keys: str = "", *, is_for_small: bool = False) -> None:
        self.style, self.icon, self.label, self.keys = style, icon, label, keys
        self.is_for_small = is_for_small


BUTTONS = (
    Button("header-2", "heading", "Heading"),
    Button("bold", "bold", "Bold", "Control+B", is_for_small=True),
    Button("italic", "italic", "Italic", "Control+I", is_for_small=True),
    Button("link", "link", "Link", "Control+K", is_for_small=True),
    Button("quote", "quote", "Quotation", "Control+Shift+."),
    Button("unordered-list", "list", "List", "Control+Shift+8"),
    Button("ordered-list", "numbers", "Numbered list", "Control+Shift+7"),
    Button("task-list", "tasks", "Task list", "Control+Shift+L"),
    Button("code", "code", "Code", "Control+E"),
    Button("photo", "photo", "Picture"),
    Button("mention", "person", "Person: type @ and a name", is_for_small=True),
    Button("ref", "reference", "Talk, place, trip, event or figure: type # and a name", is_for_small=True),
)
