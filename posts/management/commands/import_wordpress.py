from pathlib import Path

from posts.exchange.hugo.tree import Tree
from posts.exchange.wordpress.tree import read_tree
from posts.management.posts_command import PostsCommand


class Command(PostsCommand):
    help = (
        "Import a WordPress export (Tools, Export, All content): its posts and pages, with the pictures that lie "
        "beside the file in wp-content/uploads. Trips come in as drafts. A second run changes nothing, and a trip "
        "that was edited here is never overwritten."
    )
    name = "import_wordpress"
    path_name = "FILE"
    path_help = "the export, an .xml file"

    def read(self, path: Path) -> Tree:
        return read_tree(path)
