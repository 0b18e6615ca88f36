"""What readers saw is kept, whatever changed it: as each reads it, and by a walk past all pages."""
