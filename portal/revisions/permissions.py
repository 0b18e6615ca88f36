"""Rights that no single form has."""

PUBLISH, ALONE = "revisions.publish_page", "revisions.publish_alone"
