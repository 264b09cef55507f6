"""Names of persons, places and organisations: sentences made of them, and how they are scored."""
