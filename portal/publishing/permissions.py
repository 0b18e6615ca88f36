"""Rights that no single form has."""

PUBLISH, ALONE = "publishing.publish_page", "publishing.publish_alone"
