"""WordPress exports (WXR): read into posts of Markdown, which the reading of Hugo posts then goes on with."""
