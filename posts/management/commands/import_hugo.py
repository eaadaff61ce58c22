from posts.management.posts_command import PostsCommand


class Command(PostsCommand):
    help = (
        "Import Hugo, Jekyll or Zola posts: a post, a bundle's folder or a whole content folder. Trips come in as "
        "drafts. A second run changes nothing, and a trip that was edited here is never overwritten."
    )
    name = "import_hugo"
    path_help = "a .md file, a bundle's folder or a content folder"
