"""The picture that other sites show with a link to a page (og:image), drawn from its facts."""
